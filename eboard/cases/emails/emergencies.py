"""Mails about cases opened in an emergency: that it happened, to the care team; that nobody judged it, to reviewers."""

from eboard.cases.models import EmergencyAccess
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def opened(row: EmergencyAccess, person: Person, *, base_url: str) -> Message:
    """The mail to somebody of the care team, at once; who and why stands behind the link."""
    return write(
        person,
        "cases/mail/emergency_opened",
        {"number": row.case.number, "link": f"{base_url}/cases/{row.case_id}"},
        kind=NoticeKind.SHARING,
        dedupe_key=f"emergency/{row.id}/{person.id}",
    )


def unreviewed(row: EmergencyAccess, person: Person, *, base_url: str) -> Message:
    """The reminder to somebody who may judge it; each reminder is a mail of its own."""
    return write(
        person,
        "cases/mail/emergency_unreviewed",
        {"link": f"{base_url}/emergency/review"},
        kind=NoticeKind.SHARING,
        dedupe_key=f"emergency-review/{row.id}/{row.reminded_at:%Y%m%d}/{person.id}",
    )
