"""An outbox that is held back: nothing leaves, and what newer news replace never does."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eboard.audit import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail import actions
from eboard.mail.commands import mail
from eboard.mail.enums import MailEvent, MailState
from eboard.mail.jobs import deliver
from eboard.mail.models import OutboxHold
from tests.conftest import NOW
from tests.mail.server import Handler
from tests.mail.test_delivery import queued, queued_later, row_of, smtp
from tests.retention.running import ran

__all__ = ["smtp"]


def test_nothing_leaves_while_the_outbox_is_held_back(smtp: Handler) -> None:
    waiting = queued("Waiting")
    with unit_of_work():
        assert (actions.hold_outbox(), actions.hold_outbox()) == (1, 0)
    fresh = queued_later("Fresh")
    assert db.session.scalar(select(func.count(OutboxHold.id))) == 1
    with time.at(NOW + timedelta(minutes=1)):
        assert deliver() == 0
        with unit_of_work():
            actions.release_outbox(actor=SYSTEM)
            actions.release_outbox(actor=SYSTEM)
        assert deliver() == 1
    assert (row_of(waiting).state, row_of(fresh).state) == (MailState.HELD, MailState.SENT)
    assert row_of(waiting).may_have_left
    released = select(func.count(AuditEntry.id)).where(AuditEntry.event == MailEvent.RELEASED)
    assert db.session.scalar(released) == 1


def test_what_newer_news_replace_is_not_offered_any_more(ctx: Flask) -> None:
    old = queued("Old", thread_key="meeting")
    with unit_of_work():
        actions.hold_outbox()
    queued_later("New", thread_key="meeting")
    assert row_of(old).state is MailState.SUPERSEDED
    with pytest.raises(DomainError, match="not held back"), unit_of_work():
        actions.discard(actor=SYSTEM, messages=[row_of(old)])


def test_what_is_set_apart_keeps_its_text_until_somebody_decides(ctx: Flask) -> None:
    row_id = queued("Old")
    with unit_of_work():
        actions.hold_outbox()
    with time.at(NOW + timedelta(days=31)):
        assert ran()["mail_texts"] == 0
        result = ctx.test_cli_runner().invoke(mail, ["release"])
        assert result.output == "Mail leaves again. 1 messages are set apart.\n"
        assert ctx.test_cli_runner().invoke(mail, ["release", "--discard-held"]).exit_code == 0
    assert row_of(row_id).state is MailState.DISCARDED
    with time.at(NOW + timedelta(days=90)):
        assert ran()["mail_texts"] == 1
