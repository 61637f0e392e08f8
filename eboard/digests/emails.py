"""The mail of a summary: names of boards, times, numbers and links; opaque case numbers for their own care team."""

from datetime import date, datetime

from eboard.digests.summary import Summary
from eboard.ical import Party
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.templates import render
from eboard.people.models import Person


def summary_message(summary: Summary, person: Person, *, day: date, good_until: datetime, base_url: str) -> Message:
    """The mail of one day, on the reader's own calendar."""
    texts = render(
        "digests/mail/summary",
        kind=NoticeKind.DIGEST,
        locale=person.locale,
        person=person,
        summary=summary,
        today=day,
        zone=person.zone,
        base_url=base_url,
    )
    return Message(
        kind=NoticeKind.DIGEST,
        dedupe_key=f"digest:{person.id}:{day.isoformat()}",
        recipient=Party(email=person.email, name=person.name),
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        person_id=person.id,
        good_until=good_until,
    )
