"""The mails to a doctor outside; they say nothing about the patient, not even the number of the case."""

from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.writing import write
from eboard.outside.models import OutsideLink

FOLDER = "outside/mail"


def letter(link: OutsideLink, *, address: str) -> Message:
    """The address of a letter; only made at the moment it is sent."""
    values = {"hospital": _hospital(link), "address": address, "expires_at": link.expires_at}
    return write(link, f"{FOLDER}/letter", values, kind=NoticeKind.SAFETY, dedupe_key=f"outside-letter/{link.id}")


def recall(link: OutsideLink) -> Message:
    """A letter that was read must not be acted on any more."""
    values = {"hospital": _hospital(link), "opened_at": link.opened_at}
    return write(link, f"{FOLDER}/recall", values, kind=NoticeKind.SAFETY, dedupe_key=f"outside-recall/{link.id}")


def _hospital(link: OutsideLink) -> str:
    return link.version.case.organization.name
