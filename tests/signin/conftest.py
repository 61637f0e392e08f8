"""What the tests of signing in share."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from config import Config
from eboard.audit.models import AuditEntry
from eboard.core.db import db
from eboard.mail.models import OutboxMessage
from eboard.people.models import Person
from tests.client import CSRF, Client
from tests.people.conftest import run, with_app, with_factors, with_password

__all__ = ["run", "with_app", "with_factors", "with_password"]


def post(client: Client, place: str, **data: Any) -> Any:
    """Post fields with a form token, signed in or not."""
    with client.session_transaction() as session:
        session.setdefault("csrf_token", CSRF)
    return client.post(place, data=data)


def events(*, about: Person | None = None) -> list[str]:
    found = select(AuditEntry.event).order_by(AuditEntry.at, AuditEntry.chain_id, AuditEntry.seq)
    if about is not None:
        found = found.where(AuditEntry.subject_id == about.id)
    return list(db.session.scalars(found))


def news(person: Person) -> list[str]:
    """The sentences that a person was told about the account, oldest first."""
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.person_id == person.id).order_by(OutboxMessage.id)
    )
    return [row.dedupe_key.partition("/")[0] for row in rows]


@pytest.fixture
def setting(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Change settings of the application for one test."""

    def change(**values: Any) -> None:
        known: Config = client.application.config["EBOARD"]
        changed = Config(**{**{name: getattr(known, name) for name in known.__slots__}, **values})
        monkeypatch.setitem(client.application.config, "EBOARD", changed)

    return change
