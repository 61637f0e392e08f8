"""Pages of live rooms."""

from eboard.live.views import asking, doing, page, presenting, writing
from eboard.live.views.blueprint import blueprint

__all__ = ["asking", "blueprint", "doing", "page", "presenting", "writing"]
