"""The reminder that a patient waits for an answer; what was asked for stands behind the link."""

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person
from eboard.retention.models import CorrectionRequest


def correction_due(row: CorrectionRequest, person: Person, *, base_url: str) -> Message:
    """The mail to somebody of the care team; each reminder is a mail of its own."""
    return write(
        person,
        "retention/mail/correction_due",
        {
            "number": row.case.number,
            "due_on": row.due_on,
            "link": f"{base_url}/cases/{row.case_id}/corrections/{row.id}",
        },
        kind=NoticeKind.CASE_WAITS,
        dedupe_key=f"correction/{row.id}/{row.reminded_at:%Y%m%d}/{person.id}",
    )
