"""Mails about published calendars; they never carry an address."""

from datetime import datetime

from eboard.availability.models import PublishedCalendar
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write


def calendar_gone(calendar: PublishedCalendar, *, moment: datetime, base_url: str) -> Message:
    """Asks a person for a new address, because the old one leads nowhere."""
    return write(
        calendar.person,
        "availability/mail/calendar_gone",
        {"page_url": f"{base_url}/availability/"},
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"calendar-gone/{calendar.id}/{moment.isoformat()}",
    )
