"""What makes a restored system fit to go on."""

from eboard.backup.actions.resuming import Resumed, resume

__all__ = ["Resumed", "resume"]
