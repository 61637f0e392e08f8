"""Mails about agreements and re-certification; they name organizations and days, never a patient."""

from datetime import date

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.people.models import Organization, Person


def agreement_mail(*, organization: Organization, reader: Person, until: date, days: int, base_url: str) -> Message:
    """To an administrator: the agreement of an organization ends in so many days or less."""
    return write(
        reader,
        "membership/mail/agreement",
        {"organization": organization.name, "day": until, "link": f"{base_url}/organizations/{organization.id}"},
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"membership-agreement/{organization.id}/{until}/{days}/{reader.id}",
    )


def certify_mail(
    *, organization: Organization, reader: Person, waiting: int, due_on: date, suspends_on: date, stage: str, link: str
) -> Message:
    """To an administrator: so many people wait to be certified."""
    return write(
        reader,
        "membership/mail/certify",
        {
            "organization": organization.name,
            "waiting": waiting,
            "due_on": due_on,
            "suspends_on": suspends_on,
            "link": link,
        },
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"certification/{organization.id}/{due_on}/{stage}/{reader.id}",
    )


def left_mail(*, organization: Organization, reader: Person, is_destroyed: bool) -> Message:
    """To an administrator: an organization left the network; or, later, the key of its patients' data was destroyed."""
    return write(
        reader,
        "membership/mail/left",
        {
            "organization": organization.name,
            "day": organization.left_on,
            "reason": organization.left_reason,
            "is_destroyed": is_destroyed,
        },
        kind=NoticeKind.ADMINISTRATION,
        dedupe_key=f"organization-left/{organization.id}/{'destroyed' if is_destroyed else 'left'}/{reader.id}",
    )


def suspended_mail(*, organization: Organization, person: Person, key: str) -> Message:
    """To somebody whom nobody certified: the access is suspended, and who lifts that."""
    return write(
        person,
        "membership/mail/suspended",
        {"organization": organization.name},
        kind=NoticeKind.ACCOUNT,
        dedupe_key=f"certification-suspended/{key}",
    )
