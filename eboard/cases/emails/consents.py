"""What people who had looked at a case are told when its patient withdraws consent: that it happened, and no more."""

from uuid import UUID

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def withdrawn(person: Person, *, consent_id: UUID, base_url: str) -> Message:
    """The mail to somebody who had looked; which case it is stands behind the link."""
    return write(
        person,
        "cases/mail/consent_withdrawn",
        {"link": f"{base_url}/cases/withdrawn"},
        kind=NoticeKind.SHARING,
        dedupe_key=f"consent/{consent_id}/{person.id}",
    )
