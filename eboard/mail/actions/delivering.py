"""The way of a message out of the outbox: claimed, then sent, failed or dead."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import aliased

from eboard.core import time
from eboard.core.db import db
from eboard.mail.actions.queueing import secret_body
from eboard.mail.enums import UNCONFIRMED, UNSENT_STATES, MailState
from eboard.mail.models import OutboxHold, OutboxMessage

BATCH = 10
LEASE = timedelta(minutes=11)  # a batch whose every step takes as long as the transport waits
WAITS = (1, 2, 5, 15, 60, 120, 240)  # minutes before the second try, the third …


def claim(limit: int = BATCH) -> list[OutboxMessage]:
    """Take what is due for this process alone, and what another took and never finished.

    Nothing is due while the outbox is held back. While another message of its thread is being sent, or an older one
    waits, a message waits too, so that each reader hears things in order.
    """
    while rows := _due(limit):
        wanted = [row for row in rows if _is_taken(row)]
        if wanted:
            return wanted
        db.session.flush()
    return []


def _due(limit: int) -> Sequence[OutboxMessage]:
    moment = time.now()
    other = aliased(OutboxMessage)
    is_older = (other.id < OutboxMessage.id) & other.state.in_(UNSENT_STATES)
    thread_is_busy = exists(
        select(other.id).where(
            other.thread_key == OutboxMessage.thread_key,
            other.id != OutboxMessage.id,
            or_(other.state == MailState.SENDING, is_older),
        )
    )
    is_due = OutboxMessage.state.in_(UNSENT_STATES) & (OutboxMessage.due_at <= moment)
    was_dropped = (OutboxMessage.state == MailState.SENDING) & (OutboxMessage.claimed_until < moment)
    return db.session.scalars(
        select(OutboxMessage)
        .where(or_(is_due, was_dropped), ~thread_is_busy, ~exists(select(OutboxHold.id)))
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _is_taken(row: OutboxMessage) -> bool:
    """Claim a due message; False, and it never leaves, if its time is over or newer news took its place."""
    moment = time.now()
    is_pointless = row.good_until is not None and row.good_until <= moment
    if row.state is MailState.SENDING:
        row.error = UNCONFIRMED  # whoever had taken it may have sent it
        is_pointless = is_pointless or has_successor(row)
    row.state = MailState.SUPERSEDED if is_pointless else MailState.SENDING
    row.claimed_until = moment + LEASE
    return not is_pointless


def body_to_send(row: OutboxMessage) -> bytes | None:
    """The bytes of a claimed message; None, and it never leaves, if it is no longer wanted or was cleared."""
    body = row.body if row.secret_kind is None else secret_body(row)
    if body is None:
        row.state = MailState.SUPERSEDED
    return body


def mark_sent(row_id: UUID) -> None:
    """The server took the message; one statement, because there is one of these for each."""
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == row_id)
        .values(
            state=MailState.SENT,
            sent_at=time.now(),
            attempts=OutboxMessage.attempts + 1,
            claimed_until=None,
            error=None,
        )
        .execution_options(synchronize_session=False)
    )


def mark_failed(row_id: UUID, *, error: str, is_final: bool) -> None:
    """The message did not leave: it waits for its next try, is dead, or newer news of its thread are there already."""
    row = db.session.get_one(OutboxMessage, row_id)
    row.attempts += 1
    row.error = f"{UNCONFIRMED} {error.removeprefix(UNCONFIRMED).strip()}" if row.is_unconfirmed else error
    row.claimed_until = None
    if has_successor(row):
        row.state = MailState.SUPERSEDED
    elif is_final or row.attempts > len(WAITS):
        row.state = MailState.DEAD
    else:
        row.state = MailState.FAILED
        row.due_at = time.now() + timedelta(minutes=WAITS[row.attempts - 1])


def release(row_ids: list[UUID]) -> None:
    """Give back what was claimed and not tried, but for what newer news of its thread have replaced meanwhile."""
    for row in db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.id.in_(row_ids), OutboxMessage.state == MailState.SENDING)
        .execution_options(populate_existing=True)
    ):
        row.state = MailState.SUPERSEDED if has_successor(row) else MailState.QUEUED
        row.claimed_until = None


def has_successor(row: OutboxMessage) -> bool:
    """Whether newer news of the thread are on their way or have left."""
    if row.thread_key is None:
        return False
    newer = select(OutboxMessage.id).where(
        OutboxMessage.thread_key == row.thread_key,
        OutboxMessage.id > row.id,  # identities rise with time
        OutboxMessage.state.in_((*UNSENT_STATES, MailState.SENDING, MailState.SENT)),
    )
    return db.session.scalar(select(exists(newer))) is True
