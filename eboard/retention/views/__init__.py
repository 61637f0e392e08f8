"""Pages of retention."""

from eboard.retention.views import deletions, holds, terms
from eboard.retention.views.blueprint import blueprint

__all__ = ["blueprint", "deletions", "holds", "terms"]
