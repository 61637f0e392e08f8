"""The mails: names of boards, numbers and links."""

from collections.abc import Sequence
from datetime import date, datetime

from eboard.followup.reminding import Numbers
from eboard.followup.telling import News
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def reminder_message(person: Person, numbers: Numbers, *, day: date, good_until: datetime, page_url: str) -> Message:
    """The reminder of one week, on the reader's own calendar; a later one replaces it."""
    thread = f"follow-up:{person.id}"
    return write(
        person,
        "followup/mail/due",
        {"due": numbers.due, "overdue": numbers.overdue, "page_url": page_url},
        kind=NoticeKind.FOLLOW_UP,
        thread_key=thread,
        dedupe_key=f"{thread}:{day.isoformat()}",
        good_until=good_until,
    )


def fates_message(person: Person, news: Sequence[News], *, day: date, good_until: datetime, base_url: str) -> Message:
    """What became of the cases of a panelist's boards: their names, numbers and links."""
    return write(
        person,
        "followup/mail/fates",
        {"news": news, "total": sum(one.answered for one in news), "base_url": base_url},
        kind=NoticeKind.FATES,
        dedupe_key=f"fates:{person.id}:{day:%Y-%m}",
        good_until=good_until,
    )
