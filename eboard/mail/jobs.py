"""Emptying the outbox."""

import logging
from datetime import timedelta
from email.parser import BytesHeaderParser
from email.policy import SMTP
from email.utils import parseaddr
from uuid import UUID

from eboard.core.db import attempt, unit_of_work
from eboard.core.errors import BusyError
from eboard.core.jobs import job
from eboard.core.web.settings import settings
from eboard.mail import actions
from eboard.mail.models import OutboxMessage
from eboard.mail.transports import Outgoing, Transport, TransportError, open_transport

logger = logging.getLogger(__name__)

TRIES_TO_NOTE = 3


@job(every=timedelta(seconds=10))
def deliver() -> int:
    """Send what is due, until nothing is or the server cannot be reached; returns how many were sent."""
    sent = 0
    with open_transport(settings()) as transport:
        while (batch := _claim()) is not None:
            for number, message in enumerate(batch):
                try:
                    sent += _send(transport, message)
                except TransportError:
                    with unit_of_work():
                        actions.release([waiting.row_id for waiting in batch[number + 1 :]])
                    return sent
    return sent


def _claim() -> list[Outgoing] | None:
    """What leaves of the next messages; None once nothing is due."""
    with unit_of_work():
        rows = actions.claim()
        return [outgoing for row in rows if (outgoing := _outgoing(row)) is not None] if rows else None


def _outgoing(row: OutboxMessage) -> Outgoing | None:
    """What leaves of a claimed message; None if it is not wanted any more or cannot be made, which gives it up."""
    try:
        with attempt():
            return _rendered(row)
    except Exception as error:  # noqa: BLE001 - one message that cannot be made never holds up the others
        logger.error("message %s cannot be made: %s", row.id, type(error).__name__)
        actions.mark_failed(row.id, error=type(error).__name__, is_final=True)
        return None


def _rendered(row: OutboxMessage) -> Outgoing | None:
    body = actions.body_to_send(row)
    if body is None:
        return None
    header = BytesHeaderParser(policy=SMTP).parsebytes(body)
    return Outgoing(row_id=row.id, sender=parseaddr(str(header["From"]))[1], recipient=row.recipient, body=body)


def _send(transport: Transport, message: Outgoing) -> int:
    """Send one message and note what came of it; raises TransportError when nothing more can be sent now."""
    try:
        transport.send(message)
    except TransportError as error:
        with unit_of_work():
            actions.mark_failed(message.row_id, error=str(error), is_final=error.is_final)
        if error.is_unreachable:
            raise
        return 0
    _note_sent(message.row_id)
    return 1


def _note_sent(row_id: UUID) -> None:
    """Note that the server took a message; what is not noted is sent again, so a busy database is asked once more."""
    for left in reversed(range(TRIES_TO_NOTE)):
        try:
            with unit_of_work():
                actions.mark_sent(row_id)
        except BusyError:
            if not left:
                raise
        else:
            return
