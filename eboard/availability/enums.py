"""Kinds of busy time, how people stand to a time, and states and problems of published calendars."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class BusyKind(Labelled):
    """How a stretch of time is taken (FBTYPE, RFC 5545 section 3.2.9)."""

    BUSY = "BUSY", _("Busy"), "late"
    TENTATIVE = "BUSY-TENTATIVE", _("Tentative"), "warn"
    UNAVAILABLE = "BUSY-UNAVAILABLE", _("Away"), "late"


WEAKEST_FIRST = (BusyKind.TENTATIVE, BusyKind.BUSY, BusyKind.UNAVAILABLE)  # of two at once the stronger is shown


class Availability(Labelled):
    """How a person stands to a stretch of time, on his or her own clocks; of several, the last counts."""

    FREE = "free", _("Free"), "ok"
    EARLY_OR_LATE = "early-or-late", _("Early or late"), "warn"
    NIGHT = "night", _("Night"), "neutral"
    WEEKEND = "weekend", _("Weekend"), "neutral"
    HOLIDAY = "holiday", _("Holiday"), "neutral"
    TENTATIVE = "tentative", _("Tentative"), "warn"
    BUSY = "busy", _("Busy"), "late"
    AWAY = "away", _("Away"), "late"


MISSING = frozenset({Availability.BUSY, Availability.AWAY})


class CalendarState(Labelled):
    """How reading a published calendar goes."""

    WAITING = "waiting", _("not read yet"), "neutral"
    READ = "read", _("read"), "ok"
    FAILING = "failing", _("cannot be read"), "warn"  # what was read last still counts, and it is tried again
    STOPPED = "stopped", _("gone"), "late"  # it is not tried again: its person has to give a new address


class Problem(Labelled):
    """Why a published calendar could not be read, as a sentence that gives nothing of its address away."""

    REFUSED_ADDRESS = (
        "refused_address",
        _("The address leads into a private network or to a port of its own, where eBoard does not go."),
        "warn",
    )
    UNREACHABLE = "unreachable", _("The server cannot be reached."), "warn"
    CERTIFICATE = "certificate", _("The server cannot prove who it is: its certificate is not valid."), "warn"
    SLOW = "slow", _("The server took longer than ten seconds."), "warn"
    REDIRECTED = "redirected", _("The server sends on too many times, or to an address that is not secure."), "warn"
    DENIED = "denied", _("The server refuses to hand the calendar out. Publish it again."), "warn"
    SERVER = "server", _("The server answered with an error."), "warn"
    GONE = "gone", _("The server says that this calendar no longer exists. Give a new address."), "late"
    TOO_LARGE = "too_large", _("The calendar is larger than 5 MB. Publish fewer months."), "warn"
    TOO_MANY = "too_many", _("The calendar holds more than 5,000 events. Publish fewer months."), "warn"
    NO_CALENDAR = "no_calendar", _("The server answered with a page instead of a calendar."), "warn"
    CUT_OFF = "cut_off", _("The calendar broke off before its end."), "warn"
    UNREADABLE = "unreadable", _("The calendar could not be understood."), "warn"


class AvailabilityEvent(StrEnum):
    """What the audit says about availability."""

    CALENDAR_ADDED = "availability.calendar_added"
    CALENDAR_REMOVED = "availability.calendar_removed"
    CALENDAR_GONE = "availability.calendar_gone"
    ABSENCE_ADDED = "availability.absence_added"
    ABSENCE_REMOVED = "availability.absence_removed"
