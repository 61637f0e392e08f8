"""What a mail may be instead of an answer, and what the receiving server says of its sender."""

from __future__ import annotations

from enum import StrEnum


class NoAnswer(StrEnum):
    """Why a mail is no answer."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"  # not a mail, or one too tangled to take apart
    BOUNCE = "bounce"  # a report about a mail of ours
    AUTOMATIC = "automatic"  # out of office and the like
    NO_CALENDAR = "no_calendar"
    FOREIGN_METHOD = "foreign_method"  # a request, a cancellation: nothing an organizer takes as an answer
    NO_EVENT = "no_event"  # free/busy, a task, or nothing at all
    NO_UID = "no_uid"
    NO_ATTENDEE = "no_attendee"


class Verdict(StrEnum):
    """Whether the mail comes from the domain it names, by the receiving server's own word (RFC 8601)."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


ANSWERING_METHODS = frozenset({"REPLY", "COUNTER", "REFRESH"})
