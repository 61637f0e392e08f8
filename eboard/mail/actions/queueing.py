"""Queueing: a message becomes a row in the transaction that caused it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, update

from eboard.core import time
from eboard.core.db import db
from eboard.core.ids import new_id
from eboard.core.web.settings import settings
from eboard.ical.mime import Envelope, compose
from eboard.ical.values import Party
from eboard.mail.enums import UNSENT_STATES, Delivery, MailState
from eboard.mail.message import Message
from eboard.mail.models import NoticeChoice, OutboxMessage
from eboard.mail.notices import NOTICES, PAGE
from eboard.mail.secrets import render_secret

SENDER_NAME = "eBoard"
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Let what is queued inside the block count as sent at once, without bytes: a made-up past sends nothing."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def queue(message: Message, *, due_at: datetime | None = None) -> OutboxMessage | None:
    """Queue a message as the bytes that will leave; None if one with its key was queued before, or it is not wanted.

    Here, and nowhere else, it is decided whether somebody chose to do without a kind of message. What it would have
    replaced is replaced all the same.
    """
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == message.dedupe_key)):
        return None
    if message.thread_key is not None and not _quiet.get():
        supersede(message.thread_key)
    if not _is_wanted(message):
        return None
    row_id = new_id()
    message_id = _message_id(row_id)
    row = OutboxMessage(
        id=row_id,
        dedupe_key=message.dedupe_key,
        thread_key=message.thread_key,
        person_id=message.person_id,
        board_id=message.board_id,
        recipient=message.recipient.email,
        subject=message.subject,
        message_id=message_id,
        body=None if _quiet.get() else _compose(message, message_id),
        due_at=due_at or time.now(),
        good_until=message.good_until,
        **_as_sent(),
    )
    db.session.add(row)
    return row


def _is_wanted(message: Message) -> bool:
    if message.person_id is None or not NOTICES[message.kind].is_optional:
        return True
    chosen = db.session.scalar(
        select(NoticeChoice.delivery).where(
            NoticeChoice.person_id == message.person_id, NoticeChoice.kind == message.kind
        )
    )
    return chosen in {None, Delivery.AT_ONCE}


def queue_secret(*, kind: str, row_id: UUID, recipient: str, person_id: UUID, subject: str) -> OutboxMessage:
    """Queue a message that `secret_renderer(kind)` renders when it is sent; ``subject`` is for lists."""
    outbox_id = new_id()
    row = OutboxMessage(
        id=outbox_id,
        dedupe_key=f"{kind}/{row_id}",
        person_id=person_id,
        recipient=recipient,
        subject=subject,
        message_id=_message_id(outbox_id),
        secret_kind=kind,
        secret_row_id=row_id,
        due_at=time.now(),
    )
    db.session.add(row)
    return row


def _as_sent() -> dict[str, Any]:
    return {"state": MailState.SENT, "sent_at": time.now()} if _quiet.get() else {}


def secret_body(row: OutboxMessage) -> bytes | None:
    """The bytes of a message with a secret, made now; None when it must not be sent any more.

    They are for the mail server alone: storing them would store the secret.
    """
    if row.secret_kind is None or row.secret_row_id is None:
        return None
    message = render_secret(row.secret_kind, row.secret_row_id)
    return _compose(message, row.message_id) if message is not None else None


def _message_id(row_id: UUID) -> str:
    return f"<{row_id}@{settings().calendar_domain}>"


def _compose(message: Message, message_id: str) -> bytes:
    envelope = Envelope(
        sender=message.sender or Party(email=settings().mail_from, name=SENDER_NAME),
        recipient=message.recipient,
        reply_to=message.reply_to,
        subject=message.subject,
        message_id=message_id,
        date=time.now(),
        unsubscribe=settings().base_url + PAGE if NOTICES[message.kind].is_optional else None,
    )
    return compose(envelope, text=message.text, html=message.html, calendar=message.calendar).as_bytes()


def supersede(thread_key: str) -> None:
    """Newer news of the thread makes those messages pointless that did not leave, also dead and held ones."""
    _give_up(OutboxMessage.thread_key == thread_key)


def supersede_below(prefix: str) -> None:
    """The same for all threads whose keys begin with ``prefix``."""
    _give_up(OutboxMessage.thread_key.startswith(prefix, autoescape=True))


def _give_up(threads: ColumnElement[bool]) -> None:
    waiting = (*UNSENT_STATES, MailState.DEAD, MailState.HELD)
    db.session.execute(
        update(OutboxMessage)
        .where(threads, OutboxMessage.state.in_(waiting))
        .values(state=MailState.SUPERSEDED)
        .execution_options(synchronize_session="fetch")
    )
