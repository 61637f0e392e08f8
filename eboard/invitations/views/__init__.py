"""Pages of invitations: answering, deciding about proposed times, and mail that is parked."""

from eboard.invitations.views import answering, parked, proposals  # noqa: F401 - they add their pages
from eboard.invitations.views.blueprint import blueprint

__all__ = ["blueprint"]
