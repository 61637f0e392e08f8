"""Reading and taking one mail from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from eboard.core import time
from eboard.core.db import db
from eboard.invitations.enums import Answer
from eboard.mail.commands import mail
from tests.ical.mails import RITA, UID, delivery_report
from tests.ical.products import PRODUCTS
from tests.invitations.incoming import LATER, answer, invitation_of, stored, told_meeting
from tests.world import World


def run(app: Flask, command: str, raw: bytes, path: Path | None = None) -> dict[str, Any]:
    if path is None:
        result = app.test_cli_runner().invoke(mail, [command, "-"], input=raw)
    else:
        path.write_bytes(raw)
        result = app.test_cli_runner().invoke(mail, [command, str(path)])
    assert result.exit_code == 0, result.output
    values: dict[str, Any] = json.loads(result.output)
    return values


def test_a_counter_is_printed_in_full(ctx: Flask, tmp_path: Path) -> None:
    raw = PRODUCTS["Outlook that proposes a time"][0]
    assert run(ctx, "read", raw, tmp_path / "a.eml") == {
        "method": "COUNTER",
        "uid": UID,
        "recurrence_id": None,
        "sequence": 0,
        "attendee": RITA,
        "attendee_count": 1,
        "partstat": "TENTATIVE",
        "delegated_to": None,
        "comment": "Could we meet later?\nI am in clinic, until three.",
        "dtstamp": "2026-03-02T15:05:00Z",
        "proposed_start": "2026-03-09T21:00:00Z",
        "proposed_end": "2026-03-09T22:00:00Z",
        "copies_disagree": False,
        "sender": RITA,
    }


def test_what_is_no_answer_is_printed_with_its_reason(ctx: Flask) -> None:
    printed = run(ctx, "read", delivery_report(message_id="<a@b>", status=""))
    assert {name: value for name, value in printed.items() if value is not None} == {
        "sender": "mailer-daemon@mx.example.org",
        "reason": "bounce",
        "bounce": {"message_id": "<a@b>", "recipient": RITA, "action": "failed", "status": None},
    }
    empty = run(ctx, "read", b"")
    assert {name for name, value in empty.items() if value is not None} == {"reason"}
    assert empty["reason"] == "no_calendar"


def test_reading_applies_nothing_and_taking_does(ctx: Flask, world: World, tmp_path: Path) -> None:
    rita = invitation_of(told_meeting(world), world.radiologist)
    raw = answer(rita, "DECLINED")
    assert run(ctx, "read", raw)["partstat"] == "DECLINED"
    assert (rita.answer, stored()) == (Answer.NEEDS_ACTION, [])
    with time.at(LATER):
        assert run(ctx, "answer", raw, tmp_path / "b.eml") == {"outcome": "applied", "reason": None}
        assert run(ctx, "answer", raw) == {"outcome": "known", "reason": None}
        stranger = answer(rita, who="x@elsewhere.example", sender="x@elsewhere.example")
        assert run(ctx, "answer", stranger) == {"outcome": "parked", "reason": "not_invited"}
    db.session.expire_all()
    assert rita.answer is Answer.DECLINED


@pytest.mark.parametrize("command", ["read", "answer"])
def test_a_file_that_is_not_there_is_named(ctx: Flask, command: str) -> None:
    result = ctx.test_cli_runner().invoke(mail, [command, "nowhere.eml"])
    assert (result.exit_code, "nowhere.eml" in result.output) == (2, True)
