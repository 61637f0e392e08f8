"""Pages of the review."""

from eboard.review.views import accounts, cases, oddities
from eboard.review.views.blueprint import blueprint

__all__ = ["accounts", "blueprint", "cases", "oddities"]
