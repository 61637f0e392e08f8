"""A message as a value: what the pure functions in each package's ``emails.py`` return."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eboard.ical.mime import CalendarPart
from eboard.ical.values import Party
from eboard.mail.enums import NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One mail to one person, without patient data.

    ``dedupe_key`` is opaque and makes queueing idempotent: a second message with the same key is not queued.
    ``kind`` decides whether its reader may do without it: who chose so gets no mail of that kind.
    Messages with one ``thread_key`` leave in the order they were queued, and a newer one supersedes those unsent.
    """

    kind: NoticeKind
    dedupe_key: str
    recipient: Party
    subject: str
    text: str
    html: str
    person_id: UUID | None = None
    board_id: UUID | None = None
    sender: Party | None = None  # the system's own address without one
    reply_to: Party | None = None
    calendar: CalendarPart | None = None
    thread_key: str | None = None
    good_until: datetime | None = None  # pointless afterwards, so it is not sent any more
