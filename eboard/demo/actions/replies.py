"""What came back by mail: an answer with a comment, another time that somebody proposes, and a mail that is parked."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.demo.actions.meetings import Session
from eboard.invitations.actions import receive
from eboard.invitations.models import Invitation
from eboard.people.models import Person

LATE_FOR = "In clinic until then; half an hour later would suit."
FROM_WARD = "On call that day, will join from the ward."
FROM_HOME = "I shall be there."
PUT_OFF = timedelta(minutes=30)


def reply_by_mail(session: Session) -> None:
    """Three of the panel answer from their own mail programs; one writes from an address nobody knows."""
    first, second, third = _of_panel(session)[:3]
    meeting = session.meeting
    receive(raw=_reply(first, "TENTATIVE", FROM_WARD))
    proposed = (meeting.starts_at + PUT_OFF, meeting.ends_at + PUT_OFF)
    receive(raw=_reply(second, "TENTATIVE", LATE_FOR, method="COUNTER", times=proposed))
    receive(raw=_reply(third, "ACCEPTED", FROM_HOME, sender=_private(third.person)))


def _of_panel(session: Session) -> Sequence[Invitation]:
    people = [person.id for person in session.panel.panelists[:-1]]  # the last one may be away
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.meeting_id == session.meeting.id, Invitation.person_id.in_(people), Invitation.is_wanted)
        .order_by(Invitation.id)
    ).all()


def _private(person: Person) -> str:
    return f"{person.email.partition('@')[0]}@private.example"


def _reply(
    invitation: Invitation,
    partstat: str,
    comment: str,
    *,
    sender: str = "",
    method: str = "REPLY",
    times: tuple[datetime, datetime] | None = None,
) -> bytes:
    """A mail as a calendar program sends it (RFC 5546 sections 3.2.3 and 3.2.7)."""
    person, meeting = invitation.person, invitation.meeting
    starts_at, ends_at = times or (meeting.starts_at, meeting.ends_at)
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Demo//Calendar//EN", f"METHOD:{method}", "BEGIN:VEVENT",
        f"UID:{meeting.uid}", f"SEQUENCE:{meeting.sequence}", f"DTSTAMP:{_utc(time.now())}",
        f"DTSTART:{_utc(starts_at)}", f"DTEND:{_utc(ends_at)}", f"ATTENDEE;PARTSTAT={partstat}:mailto:{person.email}",
        "COMMENT:" + comment.replace(";", "\\;").replace(",", "\\,"), "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    local, _, domain = settings().invitation_address.rpartition("@")
    mail = EmailMessage()
    mail["From"], mail["To"] = sender or person.email, f"{local}+{invitation.tag}@{domain}"
    mail["Subject"], mail["Message-ID"] = partstat.capitalize(), f"<{invitation.tag}@{domain}>"
    mail.set_content(comment)
    mail.add_alternative("\r\n".join(lines).encode(), "text", "calendar", params={"method": method, "charset": "utf-8"})
    return mail.as_bytes()


def _utc(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"
