"""States of a meeting and of an agenda item, ways to attend, reasons to be asked, and what the audit says."""

from enum import StrEnum

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


CHANGEABLE_STATES = frozenset({MeetingState.PLANNED, MeetingState.PUBLISHED})
TOLD_STATES = frozenset({MeetingState.PUBLISHED, MeetingState.LIVE})  # the care team hears of its cases


class ItemState(Labelled):
    """What came of an agenda item in its meeting."""

    LISTED = "listed", _("Listed"), "neutral"
    DISCUSSED = "discussed", _("Discussed"), "ok"
    DEFERRED = "deferred", _("Deferred"), "warn"
    NOT_DISCUSSED = "not_discussed", _("Not discussed"), "warn"
    NOTED = "noted", _("Noted"), "ok"
    REMOVED = "removed", _("Taken off"), "neutral"


OPEN_ITEMS = frozenset({ItemState.LISTED})
SHOWN_ITEMS = frozenset(ItemState) - {ItemState.REMOVED}


class Presence(Labelled):
    """How somebody attends."""

    VIDEO = "video", _("By video")
    ROOM = "room", _("In the room")
    PHONE = "phone", _("By phone")


class Learned(Labelled):
    """How it is known that somebody is there."""

    JOINED = "joined", _("joined by the join address")
    CODE = "code", _("typed the code")
    SELF = "self", _("checked in")
    NOTED = "noted", _("noted by somebody else")
    ROOM = "room", _("on the list of a room")
    WALK_IN = "walk_in", _("walk-in, confirmed")
    CORRECTED = "corrected", _("added afterwards")


class Ending(Labelled):
    """What closed a stretch."""

    SAID = "said", _("said so")
    NOTED = "noted", _("noted by somebody else")
    SILENCE = "silence", _("last sign of an open page")
    CONCLUDED = "concluded", _("end of the meeting")
    CORRECTED = "corrected", _("corrected")


class MeetingEvent(StrEnum):
    """What the audit says about a meeting."""

    PLANNED = "meeting.planned"
    MOVED = "meeting.moved"  # to another state
    CHANGED = "meeting.changed"
    RETIMED = "meeting.retimed"  # the law on its clocks changed
    GUEST_ADDED = "meeting.guest_added"
    GUEST_REMOVED = "meeting.guest_removed"
    ITEM_LISTED = "meeting.item_listed"
    ITEM_CHANGED = "meeting.item_changed"
    ITEM_REMOVED = "meeting.item_removed"
    ITEM_TRANSFERRED = "meeting.item_transferred"
    ITEM_ROLLED_OVER = "meeting.item_rolled_over"
    ITEM_STARTED = "meeting.item_started"
    ITEM_STOPPED = "meeting.item_stopped"
    REORDERED = "meeting.reordered"
    ROOM_REPLACED = "meeting.room_replaced"
    ROOM_FELL_BACK = "meeting.room_fell_back"
    SERIES_MADE = "series.made"
    SERIES_CHANGED = "series.changed"


class AskedAs(Labelled):
    """Why a person is invited to a meeting."""

    CHAIR = "chair", _("Chair"), "accent"
    DEPUTY = "deputy", _("Deputy chair"), "accent"
    PANELIST = "panelist", _("Panelist"), "neutral"
    OBSERVER = "observer", _("Observer"), "neutral"
    PRESENTER = "presenter", _("Presenter"), "accent"
    REFERRER = "referrer", _("Referring physician"), "neutral"
    GUEST = "guest", _("Guest"), "neutral"


PRESENCES = {str(one): one for one in Presence}
