"""Pages of proposed agendas."""

from eboard.planning.views import proposal, wishes
from eboard.planning.views.blueprint import blueprint

__all__ = ["blueprint", "proposal", "wishes"]
