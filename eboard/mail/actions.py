"""Queueing: a message becomes a row in the transaction that caused it."""

from datetime import datetime

from sqlalchemy import select, update

from eboard.core import time
from eboard.core.db import db
from eboard.core.ids import new_id
from eboard.core.web.settings import settings
from eboard.ical.mime import Envelope, compose
from eboard.ical.values import Party
from eboard.mail.enums import MailState
from eboard.mail.message import Message
from eboard.mail.models import OutboxMessage

UNSENT = (MailState.QUEUED, MailState.FAILED)
SENDER_NAME = "eBoard"


def queue(message: Message, *, due_at: datetime | None = None) -> OutboxMessage | None:
    """Queue a message as the bytes that will leave; None if one with its key was queued before."""
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == message.dedupe_key)):
        return None
    if message.thread_key is not None:
        _supersede(message.thread_key)
    row_id = new_id()
    message_id = f"<{row_id}@{settings().calendar_domain}>"
    envelope = Envelope(
        sender=message.sender or Party(email=settings().mail_from, name=SENDER_NAME),
        recipient=message.recipient,
        reply_to=message.reply_to,
        subject=message.subject,
        message_id=message_id,
        date=time.now(),
    )
    row = OutboxMessage(
        id=row_id,
        dedupe_key=message.dedupe_key,
        thread_key=message.thread_key,
        person_id=message.person_id,
        board_id=message.board_id,
        recipient=message.recipient.email,
        subject=message.subject,
        message_id=message_id,
        body=compose(envelope, text=message.text, html=message.html, calendar=message.calendar).as_bytes(),
        due_at=due_at or time.now(),
    )
    db.session.add(row)
    return row


def _supersede(thread_key: str) -> None:
    """A newer message of the thread makes those not yet sent pointless."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.thread_key == thread_key, OutboxMessage.state.in_(UNSENT))
        .values(state=MailState.SUPERSEDED)
    )
