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

from eboard.cli import eboard
from eboard.core.db import db, unit_of_work
from eboard.mail.actions import secret_body
from eboard.mail.models import OutboxMessage
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Person
from eboard.people.passwords import hash_password
from tests.world import add

PASSWORD = "wooden kettle under snow"


@pytest.fixture
def with_password() -> Callable[..., Person]:
    """Give somebody a password."""

    def give(person: Person, password: str = PASSWORD) -> Person:
        with unit_of_work():
            add(Credential(person_id=person.id, kind=CredentialKind.PASSWORD, secret=hash_password(password)))
        return person

    return give


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
