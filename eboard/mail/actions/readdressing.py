"""Mail that has not left follows its reader to another address."""

from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.mail.enums import UNSENT_STATES, MailState
from eboard.mail.models import OutboxMessage


def readdress(*, person_id: UUID, former: str, address: str) -> None:
    """Let everything that waits for a person at a former address go to the new one.

    A request to a meeting is given up: the calendar entry in it names its attendee (RFC 5546 section 3.2.2), and the
    person is asked anew at the new address.
    """
    waiting = select(OutboxMessage).where(
        OutboxMessage.person_id == person_id,
        OutboxMessage.recipient == former,
        OutboxMessage.state.in_((*UNSENT_STATES, MailState.DEAD, MailState.HELD)),
    )
    for row in db.session.scalars(waiting.with_for_update()):
        message = message_from_bytes(row.body or b"", policy=SMTP)
        if _asks_to_a_meeting(message):
            row.state = MailState.SUPERSEDED
            continue
        row.recipient = address
        if row.body is not None:
            row.body = _sent_to(message, address)


def _asks_to_a_meeting(message: EmailMessage) -> bool:
    parts = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    return any(part.get_param("method") == "REQUEST" for part in parts)


def _sent_to(message: EmailMessage, address: str) -> bytes:
    (reader,) = message["To"].addresses
    message.replace_header("To", Address(display_name=reader.display_name, addr_spec=address))
    return message.as_bytes()
