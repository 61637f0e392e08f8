"""Reading what people were sent: the .eml files and the calendar part in them."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from flask import current_app
from icalendar import Calendar, Event

from eboard.core.db import db, unit_of_work
from eboard.core.web.settings import settings
from eboard.invitations.jobs import tell_due
from eboard.mail.jobs import deliver


@dataclass
class Mail:
    message: EmailMessage
    calendar: Calendar | None

    @property
    def to(self) -> str:
        return self.message["To"].addresses[0].addr_spec

    @property
    def event(self) -> Event:
        assert self.calendar is not None
        return self.calendar.events[0]

    @property
    def method(self) -> str:
        assert self.calendar is not None
        return str(self.calendar["METHOD"])

    @property
    def attendee(self) -> Any:
        return self.event["ATTENDEE"]

    def body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


def read_mail(path: Path) -> Mail:
    return parse_mail(path.read_bytes())


def parse_mail(content: bytes) -> Mail:
    message = message_from_bytes(content, policy=policy.default)
    calendars = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/calendar"]
    return Mail(message, Calendar.from_ical(calendars[0]) if calendars else None)


def mail_folder() -> Path:
    folder = settings().mail_dir
    assert folder is not None
    return Path(current_app.root_path).parent / folder


def empty_folder() -> None:
    for path in mail_folder().glob("*.eml"):
        path.unlink()


def delivered() -> list[Mail]:
    """Tell who is due, deliver, and take the mails out of the folder, by recipient."""
    empty_folder()
    tell_due()
    deliver()
    mails = [read_mail(path) for path in sorted(mail_folder().glob("*.eml"))]
    empty_folder()
    return sorted(mails, key=lambda mail: mail.to)


def change(row: Any, **values: Any) -> None:
    """Change a row in a unit of work, as an action would."""
    with unit_of_work():
        row = db.session.merge(row)
        for name, value in values.items():
            setattr(row, name, value)
