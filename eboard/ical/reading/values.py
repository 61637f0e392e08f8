"""What was read, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from eboard.ical.enums import Partstat

COMMENT_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingAnswer:
    """What one attendee says about one event.

    ``method`` is REPLY, COUNTER or REFRESH. Addresses are lower case and without ``mailto:``. ``sequence`` is 0 when
    it is missing, which ``has_sequence`` tells apart. Times are in UTC; None where there is none, or none that can be
    placed. ``starts_at`` and ``ends_at`` are the time a REPLY repeats; what is proposed stands apart from it.
    """

    method: str
    uid: str
    recurrence_id: str | None
    sequence: int
    has_sequence: bool
    attendee: str
    attendee_count: int
    partstat: Partstat
    delegated_to: str
    comment: str
    dtstamp: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    proposed_start: datetime | None
    proposed_end: datetime | None
    organizer: str  # empty without one
    copies_disagree: bool = False  # the mail carries the answer twice, and not the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What a delivery report says of one recipient (RFC 3464); a field is empty where the report has none."""

    message_id: str  # of the mail that was sent, in angle brackets
    recipient: str
    action: str
    status: str

    @property
    def is_final(self) -> bool:
        """Whether nothing more is tried; a delay is not (RFC 3464 section 2.3.3)."""
        return self.action == "failed" or (not self.action and self.status.startswith("5"))
