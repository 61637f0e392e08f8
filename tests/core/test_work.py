"""The unit of work: once, or not at all."""

from datetime import timedelta

import pytest
from flask import Flask, current_app
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from eboard.audit import Actor, record
from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.audit.queries import verify
from eboard.core import time
from eboard.core.db import attempt, db, unit_of_work
from eboard.core.errors import DomainError, ForbiddenError, StaleError
from eboard.core.jobs.lease import take
from eboard.people.models import Organization
from tests.world import World, make_organization


def names() -> list[str]:
    return sorted(db.session.scalars(select(Organization.code)))


SETTINGS = {"sqlite": ("PRAGMA foreign_keys", 1), "postgresql": ("SHOW jit", "off")}


def test_each_connection_has_its_settings(ctx: Flask) -> None:
    asked, said = SETTINGS[db.engine.dialect.name]
    assert db.session.execute(text(asked)).scalar() == said


def test_everything_is_stored_once(ctx: Flask) -> None:
    with unit_of_work():
        make_organization("ONE")
        make_organization("TWO")
    assert names() == ["ONE", "TWO"]


def test_an_error_leaves_nothing(ctx: Flask) -> None:
    with pytest.raises(ForbiddenError), unit_of_work():
        make_organization("ONE")
        db.session.flush()
        raise ForbiddenError("no")
    assert names() == []


def test_an_attempt_takes_back_itself_alone_and_its_audit_entries(ctx: Flask) -> None:
    actor = Actor()
    with unit_of_work():
        make_organization("ONE")
        record(actor=actor, event=AccessEvent.READ)
        with pytest.raises(DomainError), attempt():
            make_organization("TWO")
            record(actor=actor, event=AccessEvent.LISTED)
            raise DomainError("no")
    assert names() == ["ONE"]
    assert [entry.event for entry in db.session.scalars(select(AuditEntry))] == ["access.read"]


def test_a_duplicate_is_reported_as_a_conflict(ctx: Flask) -> None:
    with unit_of_work():
        make_organization("ONE")
    with pytest.raises(StaleError), unit_of_work():
        make_organization("ONE")


def test_the_second_of_two_savers_is_refused(world: World) -> None:
    with pytest.raises(StaleError) as caught, unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE organization SET row_version = row_version + 1")
        world.hub.name = "Renamed"
    assert isinstance(caught.value.__cause__, StaleDataError)


def test_a_lease_has_one_owner_until_it_runs_out(ctx: Flask) -> None:
    minute = timedelta(minutes=1)
    with unit_of_work():
        assert take("tick", owner="a", duration=minute)
        assert not take("tick", owner="b", duration=minute)
        assert take("tick", owner="a", duration=minute)
    with time.at(time.now() + 2 * minute), unit_of_work():
        assert take("tick", owner="b", duration=minute)
        assert not take("tick", owner="a", duration=minute)


def test_the_chain_shows_a_changed_entry(world: World) -> None:
    keyring = current_app.extensions["keyring"]
    with unit_of_work():
        for _ in range(3):
            record(actor=Actor(person_id=world.nurse.id), event=AccessEvent.READ, subject=world.hub)
    assert list(verify(keyring, {})) == []
    with unit_of_work() as session:
        session.connection().exec_driver_sql("UPDATE audit_entry SET event = 'access.listed' WHERE seq = 2")
        session.expire_all()
    assert [finding.seq for finding in verify(keyring, {})] == [2]
