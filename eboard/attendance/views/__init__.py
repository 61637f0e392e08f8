"""Pages of attendance."""

from eboard.attendance.views import code, correcting, marking, mine, panels, room, sheet, walkins
from eboard.attendance.views.blueprint import blueprint

__all__ = ["blueprint", "code", "correcting", "marking", "mine", "panels", "room", "sheet", "walkins"]
