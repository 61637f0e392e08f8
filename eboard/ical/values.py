"""What may enter a calendar object: nothing but these fields.

There is no field for a case, a patient, an agenda or any other free text, so none can leak into a calendar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eboard.ical.checks import (
    check_address,
    check_link,
    check_page,
    check_sequence,
    check_span,
    check_uid,
    check_utc,
    check_zone,
)
from eboard.ical.enums import Partstat, Role, Status
from eboard.ical.text import NAME_LENGTH, one_line

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEvent:
    """One meeting as a calendar shows it.

    The times are aware, in UTC and whole seconds. `zone` is the board's IANA zone and only words the
    description. `changed_at` is the last change of anything shown here. `place` is the physical room and
    `join_url` the link to the call; either may be empty. `needed_zone` makes it the part of a meeting in which
    the reader is needed, and is the IANA zone of the clocks the title says so on.

    Raises:
        ValueError: A field breaks its rule; the sentence names it.
    """

    uid: str
    sequence: int
    status: Status
    starts_at: datetime
    ends_at: datetime
    board_name: str
    case_count: int
    page_url: str
    created_at: datetime
    changed_at: datetime
    zone: str
    join_url: str = ""
    place: str = ""
    needed_zone: str = ""

    def __post_init__(self) -> None:
        check_uid(self.uid)
        check_sequence(self.sequence)
        check_span(self.starts_at, self.ends_at)
        check_utc("created_at", self.created_at)
        check_utc("changed_at", self.changed_at)
        check_zone(self.zone)
        if self.needed_zone:
            check_zone(self.needed_zone)
        check_page("page_url", self.page_url)
        if self.join_url:
            check_link("join_url", self.join_url)
        if not one_line(self.board_name, NAME_LENGTH):
            raise ValueError("board_name must not be empty.")
        if self.case_count < 0:
            raise ValueError("case_count must not be negative.")

    @property
    def is_cancelled(self) -> bool:
        """Whether the whole meeting was called off."""
        return self.status is Status.CANCELLED


@dataclass(frozen=True, slots=True)
class Party:
    """A mail address and the name shown beside it, which may be empty.

    Raises:
        ValueError: The address is not one plain ASCII address.
    """

    email: str
    name: str = ""

    def __post_init__(self) -> None:
        check_address(self.email)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationEvent:
    """One person asked to one meeting.

    `organizer` is the address eBoard sends from, named after the board. `contact` says in one line whom to
    ask. `dtstamp` is the moment the message was queued, so that a retry has the same bytes.

    Raises:
        ValueError: `dtstamp` is not in UTC, or the organizer would invite itself.
    """

    meeting: MeetingEvent
    organizer: Party
    attendee: Party
    dtstamp: datetime
    role: Role = Role.REQUIRED
    partstat: Partstat = Partstat.NEEDS_ACTION
    contact: str = ""

    def __post_init__(self) -> None:
        check_utc("dtstamp", self.dtstamp)
        # Outlook takes an attendee who is the organizer for the owner and offers no answer.
        if self.organizer.email.lower() == self.attendee.email.lower():
            raise ValueError("organizer and attendee must be different addresses.")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time: two aware UTC moments in whole seconds, the end after the start.

    Raises:
        ValueError: A moment is not in UTC, not a whole second, or the end is not after the start.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        check_span(self.starts_at, self.ends_at)
