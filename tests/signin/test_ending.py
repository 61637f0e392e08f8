"""Sign-ins that are ended: by their person after a fresh proof, and from the server."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eboard.audit.models import AuditEntry
from eboard.cli import eboard
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people import sessions
from eboard.people.models import LoginSession
from tests.client import Client
from tests.conftest import NOW
from tests.world import World


def unended() -> int:
    return db.session.scalar(select(func.count()).where(sessions.unended()).select_from(LoginSession)) or 0


@pytest.mark.parametrize("what", ["end-others", "one/end"])
def test_ending_sign_ins_asks_for_a_fresh_proof(world: World, client: Client, what: str) -> None:
    with unit_of_work():
        other, _token = sessions.start(world.nurse, address="10.0.0.9", browser="other")
    client.sign_in(world.nurse)
    path = f"/account/sign-ins/{what.replace('one', str(other.id))}"
    with time.at(NOW + timedelta(minutes=6)):
        answer = client.post(path)
        assert (answer.status_code, answer.location.split("?")[0], unended()) == (303, "/confirm", 2)
    assert (client.post(path).location, unended()) == ("/account/sign-ins", 1)


def test_the_command_ends_the_sign_ins_of_one_or_of_all(app: Flask, world: World) -> None:
    with unit_of_work():
        for person in (world.nurse, world.nurse, world.chair):
            sessions.start(person, address="10.0.0.9", browser="tests")
    run = app.test_cli_runner().invoke
    assert run(eboard, ["end-sign-ins"]).exit_code == 2
    assert run(eboard, ["end-sign-ins", "x@example.org", "--everybody"]).exit_code == 2
    assert run(eboard, ["end-sign-ins", "x@example.org"]).output == "Error: Nobody has this address.\n"
    assert (run(eboard, ["end-sign-ins", world.nurse.email.upper()]).output[:2], unended()) == ("2 ", 1)
    assert (run(eboard, ["end-sign-ins", "--everybody"]).output, unended()) == ("1 sign-ins have ended.\n", 0)
    entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.at, AuditEntry.seq)).all()
    assert {(entry.event, entry.subject_id, entry.via.value) for entry in entries} == {
        ("person.session_ended", world.nurse.id, "command"),
        ("person.session_ended", None, "command"),
    }
