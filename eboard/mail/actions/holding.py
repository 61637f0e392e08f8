"""Holding the outbox back after a restore until somebody has looked: what waits in a backup has probably left."""

from collections.abc import Iterable

from sqlalchemy import delete, update

from eboard.audit import Actor, record
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.mail.enums import UNCONFIRMED, UNSENT_STATES, MailEvent, MailState
from eboard.mail.models import OutboxHold, OutboxMessage
from eboard.mail.queries import hold_in_force


def hold_outbox() -> int:
    """Let nothing leave from now on, and set what waits apart; returns how many messages that are."""
    if hold_in_force() is None:
        db.session.add(OutboxHold())
    waiting = (*UNSENT_STATES, MailState.SENDING)
    held = db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state.in_(waiting))
        .values(state=MailState.HELD, claimed_until=None, error=UNCONFIRMED)
        .execution_options(synchronize_session=False)
    )
    return int(held.rowcount)  # type: ignore[attr-defined]


def release_outbox(*, actor: Actor) -> None:
    """Let mail leave again, but for what was set apart; doing it twice changes nothing."""
    if hold_in_force() is not None:
        db.session.execute(delete(OutboxHold))
        record(actor=actor, event=MailEvent.RELEASED)


def discard(*, actor: Actor, messages: Iterable[OutboxMessage]) -> int:
    """Let messages never leave that were set apart; returns how many. Raises DomainError for any other."""
    count = 0
    for message in messages:
        if message.state is not MailState.HELD:
            raise DomainError(_("This message is not held back: it was sent, replaced or discarded meanwhile."))
        message.state = MailState.DISCARDED
        record(actor=actor, event=MailEvent.DISCARDED, subject=message)
        count += 1
    return count
