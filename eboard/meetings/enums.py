"""States of a meeting, of an agenda item, and ways to attend."""

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class MeetingState(Labelled):
    """Where a meeting is on its way."""

    PLANNED = "planned", _("Planned"), "neutral"
    PUBLISHED = "published", _("Published"), "accent"
    LIVE = "live", _("Live"), "ok"
    CONCLUDED = "concluded", _("Concluded"), "neutral"
    CANCELLED = "cancelled", _("Cancelled"), "late"


OPEN_STATES = frozenset({MeetingState.PLANNED, MeetingState.PUBLISHED, MeetingState.LIVE})
ANNOUNCED_STATES = frozenset({MeetingState.PUBLISHED, MeetingState.LIVE, MeetingState.CONCLUDED})


class ItemState(Labelled):
    """What came of an agenda item in its meeting."""

    LISTED = "listed", _("Listed"), "neutral"
    DISCUSSED = "discussed", _("Discussed"), "ok"
    DEFERRED = "deferred", _("Deferred"), "warn"
    NOT_DISCUSSED = "not_discussed", _("Not discussed"), "warn"
    NOTED = "noted", _("Noted"), "ok"
    REMOVED = "removed", _("Taken off"), "neutral"


class Presence(Labelled):
    """How somebody attends."""

    VIDEO = "video", _("By video")
    ROOM = "room", _("In the room")
    PHONE = "phone", _("By phone")
