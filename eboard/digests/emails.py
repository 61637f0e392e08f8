"""The mail of a summary: names of boards, times, numbers and links; opaque case numbers for their own care team."""

from datetime import date, datetime

from eboard.digests.summary import Summary
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def summary_message(summary: Summary, person: Person, *, day: date, good_until: datetime, base_url: str) -> Message:
    """The mail of one day, on the reader's own calendar."""
    return write(
        person,
        "digests/mail/summary",
        {"summary": summary, "today": day, "base_url": base_url},
        kind=NoticeKind.DIGEST,
        dedupe_key=f"digest:{person.id}:{day.isoformat()}",
        good_until=good_until,
    )
