"""What the tests of people share."""

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import SMTP

import pytest
from click.testing import Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.cli import eboard
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.mail.actions import secret_body
from eboard.mail.models import OutboxMessage
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Person
from eboard.people.passwords import hash_password
from eboard.signin.actions.proving import sealed
from eboard.signin.queries import in_force
from eboard.signin.totp import code_at, place_of, step_of
from tests.client import Client
from tests.world import add

PASSWORD = "wooden kettle under snow"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def with_password() -> Callable[..., Person]:
    """Give somebody a password."""

    def give(person: Person, password: str = PASSWORD) -> Person:
        with unit_of_work():
            add(Credential(person_id=person.id, kind=CredentialKind.PASSWORD, secret=hash_password(password)))
        return person

    return give


@pytest.fixture
def with_factors(with_password: Callable[..., Person], with_app: Callable[[Person], Person]) -> Callable[..., Person]:
    """Give somebody a password and an authenticator app."""
    return lambda person: with_app(with_password(person))


@pytest.fixture
def with_app() -> Callable[[Person], Person]:
    """Give somebody an authenticator app."""

    def give(person: Person) -> Person:
        with unit_of_work():
            row = Credential(person_id=person.id, kind=CredentialKind.TOTP, data={"last": 0, "name": "phone"})
            row.secret = sealed(SECRET, place_of(row.id))
            add(row)
        return person

    return give


def code(*, later: int = 0) -> str:
    """What the app shows, so many steps from now."""
    return code_at(SECRET, step_of(time.now()) + later)


def set_up(client: Client, place: str) -> TestResponse:
    """Set up an authenticator app on the page that asks for it."""
    found = re.search(r'name="secret"[^>]* value="([A-Z2-7]{32})"', client.get(place).text)
    assert found is not None
    return client.post(place, data={"secret": found[1], "code": code_at(found[1], step_of(time.now()))})


def unused_code(email: str) -> str:
    """A code that is good now and was not used."""
    person = db.session.scalars(select(Person).where(Person.email == email.strip().lower())).one()
    held = db.session.scalars(in_force(person.id, CredentialKind.TOTP)).one()
    return code_at(SECRET, max(step_of(time.now()) - 1, held.data["last"] + 1))


@pytest.fixture
def run(app: Flask) -> Callable[..., Result]:
    """Run a command of ours."""
    return lambda *arguments: app.test_cli_runner().invoke(
        eboard, list(arguments), obj=ScriptInfo(create_app=lambda: app)
    )


def address_in(body: bytes) -> str:
    """The path of the first link in a mail."""
    text = message_from_bytes(body, policy=SMTP).get_body(("plain",))
    assert text is not None
    found = re.search(r"http://localhost:8000(/\S+)", text.get_content())
    assert found is not None
    return found[1]


def last_link() -> str:
    """Render the newest mail with a secret in it, as its delivery does, and return the path of its link."""
    with unit_of_work():
        newest = select(OutboxMessage).where(OutboxMessage.secret_kind.is_not(None)).order_by(OutboxMessage.id.desc())
        row = db.session.scalars(newest).first()
        assert row is not None
        body = secret_body(row)
    assert body is not None
    return address_in(body)
