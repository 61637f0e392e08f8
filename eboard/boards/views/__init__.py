"""Pages of boards and rule packs."""

from eboard.boards.views import editing, members, show
from eboard.boards.views.blueprint import blueprint

__all__ = ["blueprint", "editing", "members", "show"]
