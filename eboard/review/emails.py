"""The mail to auditors: numbers and a link."""

from collections.abc import Mapping
from datetime import date, datetime

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person
from eboard.review.enums import OddityKind


def digest_message(
    person: Person, numbers: Mapping[OddityKind, int], *, day: date, good_until: datetime, page_url: str
) -> Message:
    """What nobody looked at yet, by kind; once a day."""
    thread = f"review:{person.id}"
    return write(
        person,
        "review/mail/digest",
        {"numbers": numbers, "total": sum(numbers.values()), "page_url": page_url},
        kind=NoticeKind.REVIEW,
        thread_key=thread,
        dedupe_key=f"{thread}:{day.isoformat()}",
        good_until=good_until,
    )
