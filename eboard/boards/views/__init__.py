"""Pages of boards and rule packs."""

from eboard.boards.views import editing, holidays, members, packs, show
from eboard.boards.views.blueprint import blueprint

__all__ = ["blueprint", "editing", "holidays", "members", "packs", "show"]
