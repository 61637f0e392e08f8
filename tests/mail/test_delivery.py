"""The outbox against a real mail server: sent, failed with back-off, dead, in order, and never twice."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import BusyError
from eboard.core.ids import new_id
from eboard.ical import Party
from eboard.mail import actions
from eboard.mail.actions.delivering import LEASE, WAITS
from eboard.mail.commands import mail
from eboard.mail.enums import MailState, NoticeKind
from eboard.mail.jobs import deliver
from eboard.mail.message import Message
from eboard.mail.models import OutboxMessage
from eboard.mail.secrets import secret_renderer
from tests.conftest import NOW
from tests.mail.server import Handler, free_port, only_friends, running, tls_context
from tests.retention.running import ran
from tests.world import World, make_meeting


def message(subject: str, **values: Any) -> Message:
    return Message(
        **{
            "kind": NoticeKind.INVITATION,
            "dedupe_key": subject,
            "recipient": Party("ana@example.org", "Ana"),
            "subject": subject,
            "text": "Hello\n",
            "html": "<p>Hello</p>",
            **values,
        }
    )


def queued(subject: str, **values: Any) -> UUID:
    with unit_of_work():
        row = actions.queue(message(subject, **values))
        assert row is not None
        return row.id


def queued_later(subject: str, **values: Any) -> UUID:
    with time.at(NOW + timedelta(seconds=1)):
        return queued(subject, **values)


def row_of(row_id: UUID) -> OutboxMessage:
    db.session.expire_all()
    return db.session.get_one(OutboxMessage, row_id)


@pytest.fixture
def smtp(ctx: Flask) -> Iterator[Handler]:
    """The application talks to a mail server."""
    handler = Handler()
    with running(handler) as port, talking_to(ctx, smtp_port=port):
        yield handler


class talking_to:  # noqa: N801 - reads as a verb where it is used
    """Settings of a mail server, for a while."""

    def __init__(self, app: Flask, **settings: Any) -> None:
        self.app = app
        self.settings = {"mail_dir": None, "smtp_host": "localhost", "smtp_tls": "none", **settings}

    def __enter__(self) -> None:
        self.kept = self.app.config["EBOARD"]
        self.app.config["EBOARD"] = replace(self.kept, **self.settings)

    def __exit__(self, *_error: object) -> None:
        self.app.config["EBOARD"] = self.kept


def test_a_message_is_sent_once_with_its_envelope(smtp: Handler) -> None:
    row_id = queued("One", sender=Party("gi+tag@eboard.example.org", "GI eBoard"))
    assert (deliver(), deliver()) == (1, 0)
    (envelope,) = smtp.taken
    assert (envelope.mail_from, envelope.rcpt_tos) == ("gi+tag@eboard.example.org", ["ana@example.org"])
    row = row_of(row_id)
    assert (row.state, row.attempts, row.sent_at, row.error) == (MailState.SENT, 1, NOW, None)
    assert envelope.content == row.body


def test_a_second_message_with_the_same_key_is_not_queued(ctx: Flask) -> None:
    queued("One")
    with unit_of_work():
        assert actions.queue(message("One")) is None


def test_a_temporary_refusal_is_tried_again_later_with_the_same_bytes_and_at_last_given_up(smtp: Handler) -> None:
    row_id = queued("One")
    smtp.recipient_answer["ana@example.org"] = "451 4.7.1 Greylisted, ana@example.org"
    moment = NOW
    for attempt, minutes in enumerate(WAITS, start=1):
        with time.at(moment):
            assert deliver() == 0
            row = row_of(row_id)
            assert (row.state, row.attempts) == (MailState.FAILED, attempt)
            assert row.error == "SMTPRecipientsRefused 451"
            assert row.due_at == moment + timedelta(minutes=minutes)
            assert deliver() == 0
            assert row_of(row_id).attempts == attempt
        moment = row.due_at
    with time.at(moment):
        deliver()
        assert row_of(row_id).state is MailState.DEAD


def test_a_retry_repeats_the_bytes(smtp: Handler) -> None:
    row_id = queued("One")
    before = row_of(row_id).body
    smtp.data_answers = ["452 4.3.1 Full"]
    deliver()
    assert row_of(row_id).error == "SMTPDataError 452"
    with time.at(NOW + timedelta(hours=1)):
        assert deliver() == 1
    assert smtp.taken[0].content == before


def test_a_permanent_refusal_is_dead_at_once_and_does_not_stop_the_others(smtp: Handler) -> None:
    smtp.recipient_answer["ana@example.org"] = "550 5.1.1 Unknown"
    dead, sent = queued("One"), queued("Two", recipient=Party("ben@example.org"))
    assert deliver() == 1
    assert (row_of(dead).state, row_of(dead).error) == (MailState.DEAD, "SMTPRecipientsRefused 550")
    assert row_of(sent).state is MailState.SENT


@pytest.mark.parametrize(
    ("answer", "error"), [("hang up", "Unconfirmed SMTPServerDisconnected"), ("421 Bye", "SMTPDataError 421")]
)
def test_a_lost_connection_ends_the_run_and_gives_the_rest_back(smtp: Handler, answer: str, error: str) -> None:
    first, second = queued("One"), queued("Two")
    smtp.data_answers = [answer]
    assert deliver() == 0
    states = {row_of(first).state, row_of(second).state}
    assert states == {MailState.FAILED, MailState.QUEUED}
    failed = first if row_of(first).state is MailState.FAILED else second
    assert row_of(failed).error == error
    with time.at(NOW + timedelta(minutes=5)):
        assert deliver() == 2


def test_a_server_that_is_not_there_stops_the_run(ctx: Flask) -> None:
    row_id = queued("One")
    with talking_to(ctx, smtp_port=free_port()):
        assert deliver() == 0
    assert (row_of(row_id).state, row_of(row_id).error) == (MailState.FAILED, "ConnectionRefusedError")


def test_it_speaks_starttls_and_signs_in(ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = tls_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    handler = Handler()
    row_id = queued("One")
    with running(handler, tls_context=context, authenticator=only_friends, auth_required=True) as port:
        secured = {"smtp_port": port, "smtp_tls": "starttls", "smtp_user": "eboard"}
        with talking_to(ctx, smtp_password="guess", **secured):
            deliver()
        assert row_of(row_id).error == "SMTPAuthenticationError 535"
        with talking_to(ctx, smtp_password="open sesame", **secured), time.at(NOW + timedelta(hours=1)):
            assert deliver() == 1
    assert handler.subjects() == ["One"]


def test_it_speaks_tls_from_the_first_byte(ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    context = tls_context(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
    handler = Handler()
    queued("One")
    with running(handler, ssl_context=context) as port, talking_to(ctx, smtp_port=port, smtp_tls="tls"):
        assert deliver() == 1
    assert handler.subjects() == ["One"]


def test_a_certificate_nobody_vouches_for_is_refused(ctx: Flask, tmp_path: Path) -> None:
    row_id = queued("One")
    with (
        running(Handler(), tls_context=tls_context(tmp_path)) as port,
        talking_to(ctx, smtp_port=port, smtp_tls="starttls"),
    ):
        assert deliver() == 0
    assert row_of(row_id).error == "SSLCertVerificationError"


def test_newer_news_of_a_thread_replace_those_that_did_not_leave(smtp: Handler) -> None:
    old = queued("Old", thread_key="meeting")
    new = queued("New", thread_key="meeting")
    assert deliver() == 1
    assert (row_of(old).state, row_of(new).state) == (MailState.SUPERSEDED, MailState.SENT)
    assert smtp.subjects() == ["New"]


def test_a_message_waits_while_an_earlier_one_of_its_thread_is_being_sent(smtp: Handler) -> None:
    old = queued("Old", thread_key="meeting")
    with unit_of_work():
        assert [row.id for row in actions.claim()] == [old]
    new = queued_later("New", thread_key="meeting")
    with time.at(NOW + timedelta(seconds=2)):
        assert deliver() == 0
        with unit_of_work():
            actions.mark_failed(old, error="Timeout", is_final=False)
        assert row_of(old).state is MailState.SUPERSEDED
        assert deliver() == 1
    assert row_of(new).state is MailState.SENT


def test_what_is_given_back_does_not_overtake_newer_news(smtp: Handler) -> None:
    old = queued("Old", thread_key="meeting")
    with unit_of_work():
        assert [row.id for row in actions.claim()] == [old]
    new = queued_later("New", thread_key="meeting")
    alone = queued("Alone")
    with unit_of_work():
        actions.claim()
        actions.release([old, alone])
    assert [row_of(one).state for one in (old, new, alone)] == [
        MailState.SUPERSEDED, MailState.QUEUED, MailState.QUEUED,
    ]  # fmt: skip


def test_a_failure_after_newer_news_were_sent_is_not_tried_again(smtp: Handler) -> None:
    old = queued("Old", thread_key="meeting")
    with unit_of_work():
        actions.claim()
    new = queued_later("New", thread_key="meeting")
    with unit_of_work():
        actions.mark_sent(new)
        actions.mark_failed(old, error="Timeout", is_final=False)
    assert row_of(old).state is MailState.SUPERSEDED


def test_newer_news_wait_for_older_ones_that_did_not_leave_yet(ctx: Flask) -> None:
    old = queued("Old", thread_key="meeting")
    queued_later("New", thread_key="meeting")
    with unit_of_work():
        row_of(old).state = MailState.FAILED
    with time.at(NOW + timedelta(seconds=2)), unit_of_work():
        assert [row.id for row in actions.claim()] == [old]


def test_a_message_that_cannot_be_made_is_given_up_and_holds_up_no_other(smtp: Handler) -> None:
    def broken(_id: UUID) -> Message:
        return message("Link", recipient=Party("søren@x.example"))

    secret_renderer("test-broken")(broken)
    with unit_of_work():
        odd = actions.queue_secret(
            kind="test-broken", row_id=new_id(), recipient="søren@x.example", person_id=new_id(), subject="Link"
        ).id
    sent = queued("One")
    assert deliver() == 1
    assert (row_of(odd).state, row_of(odd).error) == (MailState.DEAD, "ValueError")
    assert row_of(sent).state is MailState.SENT


def test_what_a_killed_process_had_claimed_is_sent_after_its_lease(smtp: Handler) -> None:
    row_id = queued("One")
    with unit_of_work():
        assert [row.id for row in actions.claim()] == [row_id]
    assert deliver() == 0
    with time.at(NOW + LEASE + timedelta(seconds=1)):
        assert deliver() == 1


def test_what_a_killed_process_had_claimed_gives_way_to_newer_news(smtp: Handler) -> None:
    old = queued("Old", thread_key="meeting")
    with unit_of_work():
        actions.claim()
    new = queued_later("New", thread_key="meeting")
    with time.at(NOW + LEASE + timedelta(seconds=1)):
        assert deliver() == 1
    assert (row_of(old).state, row_of(new).state) == (MailState.SUPERSEDED, MailState.SENT)
    assert smtp.subjects() == ["New"]


def busy_at_noting(times: int) -> Callable[[Any], None]:
    """A database that is busy when somebody notes that a message was sent."""
    left = [None] * times

    def refuse(execution: Any) -> None:
        if left and execution.is_update and "sent_at" in str(execution.statement):
            left.pop()
            raise OperationalError("UPDATE", None, Exception("database is locked"))

    return refuse


@pytest.mark.parametrize(("times", "sent"), [(1, 1), (2, 1), (3, 0)])
def test_a_busy_database_does_not_make_a_message_leave_twice(smtp: Handler, times: int, sent: int) -> None:
    row_id = queued("One")
    listener = busy_at_noting(times)
    event.listen(Session, "do_orm_execute", listener)
    try:
        if sent:
            assert deliver() == 1
        else:
            with pytest.raises(BusyError):
                deliver()
    finally:
        event.remove(Session, "do_orm_execute", listener)
    assert len(smtp.taken) == 1
    assert row_of(row_id).state is (MailState.SENT if sent else MailState.SENDING)


def test_what_may_have_left_stays_so_whatever_comes_of_later_tries(smtp: Handler) -> None:
    row_id = queued("One")
    smtp.data_answers = ["hang up", "552 5.3.4 Too big"]
    deliver()
    with time.at(NOW + timedelta(minutes=5)):
        assert deliver() == 0
    row = row_of(row_id)
    assert (row.state, row.error, row.may_have_left) == (MailState.DEAD, "Unconfirmed SMTPDataError 552", True)


def test_what_a_killed_process_had_claimed_may_have_left(ctx: Flask) -> None:
    row_id = queued("One")
    with unit_of_work():
        actions.claim()
    with time.at(NOW + LEASE + timedelta(seconds=1)), talking_to(ctx, smtp_port=free_port()):
        assert deliver() == 0
    assert row_of(row_id).error == "Unconfirmed ConnectionRefusedError"


def test_a_message_past_its_time_never_leaves(smtp: Handler) -> None:
    row_id = queued("One", good_until=NOW + timedelta(hours=1))
    with time.at(NOW + timedelta(hours=1)):
        assert deliver() == 0
    assert row_of(row_id).state is MailState.SUPERSEDED


def test_a_message_with_a_secret_is_rendered_when_it_leaves_and_stored_nowhere(smtp: Handler) -> None:
    subject_id = new_id()
    wanted = [True, False]
    secret_renderer("test-secret")(lambda _id: message("Link", text="secret-link\n") if wanted.pop(0) else None)

    def queue(person: UUID) -> UUID:
        with unit_of_work():
            return actions.queue_secret(
                kind="test-secret", row_id=person, recipient="ana@example.org", person_id=person, subject="Link"
            ).id

    sent, dropped = queue(subject_id), queue(new_id())
    deliver()
    assert [b"secret-link" in envelope.content for envelope in smtp.taken] == [True]
    assert {row_of(sent).body, row_of(dropped).body} == {None}
    assert {row_of(sent).state, row_of(dropped).state} == {MailState.SENT, MailState.SUPERSEDED}


def test_bodies_are_forgotten_a_month_after_the_message_was_settled(smtp: Handler) -> None:
    sent = queued("Sent")
    deliver()
    waiting = queued("Waiting")
    with time.at(NOW + timedelta(days=30)):
        assert ran()["mail_texts"] == 0
    with time.at(NOW + timedelta(days=30, minutes=1)):
        assert ran()["mail_texts"] == 1
    assert row_of(sent).body is None
    assert row_of(waiting).body is not None


def test_the_command_tells_who_is_due_and_empties_the_outbox_once(world: World, ctx: Flask) -> None:
    with unit_of_work():
        make_meeting(world.board)
    with time.at(NOW + timedelta(minutes=3)):
        assert ctx.test_cli_runner().invoke(mail, ["deliver"]).output == "Sent 5.\n"
        assert ctx.test_cli_runner().invoke(mail, ["deliver"]).output == "Sent 0.\n"
