"""Mails about published calendars; they never carry an address."""

from datetime import datetime

from eboard.availability.models import PublishedCalendar
from eboard.ical.values import Party
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.templates import render


def calendar_gone(calendar: PublishedCalendar, *, moment: datetime, base_url: str) -> Message:
    """Asks a person for a new address, because the old one leads nowhere."""
    person = calendar.person
    texts = render(
        "availability/mail/calendar_gone",
        kind=NoticeKind.ADMINISTRATION,
        locale=person.locale,
        person=person,
        page_url=f"{base_url}/availability/",
    )
    return Message(
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"calendar-gone/{calendar.id}/{moment.isoformat()}",
        recipient=Party(email=person.email, name=person.name),
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        person_id=person.id,
    )
