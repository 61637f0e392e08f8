"""Pages of proposed agendas."""

from eboard.planning.views import everywhere, proposal, wishes
from eboard.planning.views.blueprint import blueprint

__all__ = ["blueprint", "everywhere", "proposal", "wishes"]
