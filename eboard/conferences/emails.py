"""Mails about video services; they carry no address of a room and no credential."""

from eboard.conferences.models import ConferenceProvider
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Person


def agreement_mail(*, provider: ConferenceProvider, person: Person, base_url: str) -> Message:
    """To an administrator: the agreement with a video service ends soon."""
    values = {
        "service": provider.name,
        "reference": provider.agreement_reference,
        "day": provider.agreement_expires_on,
        "link": f"{base_url}/video/{provider.id}",
    }
    return write(
        person,
        "conferences/mail/agreement",
        values,
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"agreement/{provider.id}/{provider.agreement_expires_on}/{person.id}",
    )
