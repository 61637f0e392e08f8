"""The mailbox of the answers, on a real IMAP server: every mail is taken once, whatever happens on the way."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from eboard.core import time
from eboard.core.crypto import Keyring
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import fetch_answers
from eboard.mail.commands import mail as mail_commands
from eboard.mail.mailbox import empty_mailbox
from tests.ical.mails import delivery_report, mail, text
from tests.invitations.incoming import LATER, address_of, answer, configured, invitation_of, stored, told_meeting
from tests.mail.imap import PASSWORD, USER, Mailbox, Wire, imap_server
from tests.mail.server import tls_context
from tests.world import World


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with imap_server() as port:
        yield port


@pytest.fixture
def mailbox(server: int) -> Mailbox:
    box = Mailbox(server)
    box.empty()
    return box


def reading(port: int, **values: Any) -> AbstractContextManager[None]:
    known = {"imap_host": "127.0.0.1", "imap_port": port, "imap_tls": "none"}
    return configured(**{**known, "imap_user": USER, "imap_password": PASSWORD, **values})


def test_answers_are_applied_and_put_away(world: World, mailbox: Mailbox) -> None:
    meeting = told_meeting(world)
    rita, chair = (invitation_of(meeting, person) for person in (world.radiologist, world.chair))
    mailbox.deliver(
        answer(rita),
        answer(chair, "DECLINED"),
        answer(chair, who="x@elsewhere.example", sender="x@elsewhere.example"),
        mail(text("Away"), headers="Auto-Submitted: auto-replied\r\n"),
        b"\xff\xfe\x00 no mail at all",
        delivery_report(message_id="<x@y>"),
    )
    with time.at(LATER), reading(mailbox.port):
        assert fetch_answers() == 6
        assert mailbox.counts() == (0, 4, 2)
        assert fetch_answers() == 0
    db.session.expire_all()
    assert (rita.answer, chair.answer) == (Answer.ACCEPTED, Answer.DECLINED)
    assert len(stored()) == 6


def test_a_lost_connection_loses_nothing_and_takes_nothing_twice(world: World, mailbox: Mailbox) -> None:
    meeting = told_meeting(world)
    people = (world.radiologist, world.chair, world.deputy)
    invitations = [invitation_of(meeting, person) for person in people]
    mailbox.deliver(*(answer(one) for one in invitations))
    applied = []
    for mark, times in ((b"LOGIN", 0), (b"SELECT", 0), (b"FETCH", 1), (b"COPY", 0), (b"STORE", 0), (b"EXPUNGE", 0)):
        with time.at(LATER), Wire(mailbox.port, mark=mark, after=times) as wire, reading(wire.port):
            fetch_answers()
        applied.append(len(stored()))
    assert applied == [0, 0, 0, 3, 3, 3]
    with time.at(LATER), reading(mailbox.port):
        fetch_answers()
    inbox, handled, _parked = mailbox.counts()
    assert (inbox, handled >= 3, len(stored())) == (0, True, 3)
    db.session.expire_all()
    assert [one.answer for one in invitations] == [Answer.ACCEPTED] * 3


def test_a_mail_that_cannot_be_taken_stays_and_the_others_go_on(ctx: Flask, mailbox: Mailbox) -> None:
    mailbox.deliver(b"Subject: 1\r\n\r\n", b"Subject: bad\r\n\r\nSecret words", b"Subject: 3\r\n\r\n")
    taken: list[bytes] = []

    def take(raws: Sequence[bytes]) -> list[bool | None]:
        taken.extend(raws)
        return [None if b"bad" in raw else b"3" in raw for raw in raws]

    with reading(mailbox.port):
        assert empty_mailbox(settings(), take) == 2
    assert [raw.split(b"\r")[0] for raw in taken] == [b"Subject: 1", b"Subject: bad", b"Subject: 3"]
    assert mailbox.counts() == (1, 1, 1)


def test_one_bad_mail_never_stops_the_rest(
    ctx: Flask, world: World, mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    meeting = told_meeting(world)
    rita, chair = (invitation_of(meeting, person) for person in (world.radiologist, world.chair))
    stranger = answer(rita, "ACCEPTED", "COMMENT:Mrs Doe", who="x@elsewhere.example", sender="x@elsewhere.example")
    mailbox.deliver(answer(rita), stranger, answer(chair))
    kept = ctx.extensions["keyring"]
    ctx.extensions["keyring"] = Keyring(kept.keys, "lost")  # it opens and cannot seal
    try:
        with time.at(LATER), reading(mailbox.port), caplog.at_level(logging.ERROR):
            assert fetch_answers() == 2
    finally:
        ctx.extensions["keyring"] = kept
    assert mailbox.counts() == (1, 2, 0)
    assert "left in the mailbox: KeyError" in caplog.text
    assert "Doe" not in caplog.text
    with time.at(LATER), reading(mailbox.port):
        assert fetch_answers() == 1
    assert mailbox.counts() == (0, 2, 1)
    assert len(stored()) == 3


def test_of_a_mail_that_is_too_large_only_the_beginning_is_fetched(ctx: Flask, mailbox: Mailbox) -> None:
    mailbox.deliver(b"Subject: 1\r\n\r\n" + b"x" * 1_500_000)
    sizes: list[int] = []
    with reading(mailbox.port):
        assert empty_mailbox(settings(), lambda raws: [bool(sizes.append(len(raw))) for raw in raws]) == 1
    assert sizes == [1024 * 1024 + 1]


def test_a_mail_that_somebody_took_away_is_passed_over(ctx: Flask, mailbox: Mailbox) -> None:
    mailbox.deliver(b"Subject: 1\r\n\r\n", b"Subject: 2\r\n\r\n")

    def take(raws: Sequence[bytes]) -> list[bool | None]:
        mailbox.empty()
        return [False] * len(raws)

    with reading(mailbox.port):
        assert empty_mailbox(settings(), take) == 2
    assert mailbox.counts() == (0, 0, 0)


@pytest.mark.parametrize(
    "values",
    [
        {"imap_password": "wrong"},
        {"imap_folder": "Elsewhere"},
        {"imap_tls": "tls"},
        {"imap_tls": "starttls"},
        {"imap_port": 9},
    ],
)
def test_a_mailbox_that_cannot_be_opened_is_logged_without_its_secret(
    ctx: Flask, mailbox: Mailbox, caplog: pytest.LogCaptureFixture, values: dict[str, Any]
) -> None:
    mailbox.deliver(b"Subject: 1\r\n\r\n")
    with reading(mailbox.port, **values), caplog.at_level(logging.ERROR):
        assert fetch_answers() == 0
    assert "the mailbox cannot be read" in caplog.text
    assert "wrong" not in caplog.text
    assert mailbox.counts()[0] == 1


def test_the_conversation_is_encrypted_and_the_certificate_is_checked(
    ctx: Flask, mailbox: Mailbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    context = tls_context(tmp_path)
    files = [str(tmp_path / name) for name in ("certificate.pem", "key.pem")]
    with imap_server("--cert", files[0], "--key", files[1]) as port, Wire(mailbox.port, tls=context) as wire:
        for kind, place in (("starttls", port), ("tls", wire.port)):
            caplog.clear()
            with monkeypatch.context() as patch, reading(place, imap_tls=kind, imap_host="localhost"):
                assert fetch_answers() == 0
                assert caplog.messages == ["the mailbox cannot be read: SSLCertVerificationError"]
                caplog.clear()
                patch.setenv("SSL_CERT_FILE", files[0])
                assert fetch_answers() == 0
                assert caplog.messages == []


def test_without_a_mailbox_the_job_does_nothing_and_the_command_says_so(ctx: Flask) -> None:
    assert fetch_answers() == 0
    result = ctx.test_cli_runner().invoke(mail_commands, ["fetch"])
    assert (result.exit_code, result.output) == (
        1,
        "Error: EBOARD_IMAP_HOST is empty: there is no mailbox to read.\n",
    )


def test_the_command_reads_the_mailbox_once(ctx: Flask, world: World, mailbox: Mailbox) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    mailbox.deliver(answer(rita, to=address_of(rita)))
    with reading(mailbox.port):
        result = ctx.test_cli_runner().invoke(mail_commands, ["fetch"])
    assert (result.exit_code, result.output) == (0, "Handled 1.\n")
