"""What changes a live room, one verb each, and the versions that tell its pages."""

from eboard.live.actions.pen import ask_for_pen, give_pen, take_pen
from eboard.live.actions.presence import arrive, leave, note_writing
from eboard.live.actions.versions import raise_people_version
from eboard.live.actions.words import forget_batches, leave_clash, save_words, take_over

__all__ = [
    "arrive",
    "ask_for_pen",
    "forget_batches",
    "give_pen",
    "leave",
    "leave_clash",
    "note_writing",
    "raise_people_version",
    "save_words",
    "take_over",
    "take_pen",
]
