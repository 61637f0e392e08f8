"""Pages of follow-ups."""

from eboard.followup.views import again, answering, fates, panel
from eboard.followup.views.blueprint import blueprint

__all__ = ["again", "answering", "blueprint", "fates", "panel"]
