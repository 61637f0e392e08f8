"""Sending a message again that was given up or came back."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.actions.delivering import has_successor
from eboard.mail.enums import TROUBLED_STATES, MailEvent, MailState
from eboard.mail.models import OutboxMessage


def retry(*, actor: Actor, message: OutboxMessage) -> None:
    """Put a message back into the queue; raises DomainError if it is on its way, replaced or already cleared."""
    if message.state not in TROUBLED_STATES or has_successor(message):
        raise DomainError(_("This message is not waiting for help: it was sent or replaced meanwhile."))
    if message.body is None and message.secret_kind is None:
        raise DomainError(_("The text of this message was cleared. Send the news again where it came from."))
    message.state = MailState.QUEUED
    message.attempts = 0
    message.due_at = time.now()
    record(actor=actor, event=MailEvent.RETRIED, subject=message)
