"""A statement that is kept: what it answers, what it writes, and that it fails as every other statement does."""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

import psycopg
import pytest
from flask import Flask
from sqlalchemy import BigInteger, Table, bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from config import Config
from eboard.app import create_app
from eboard.audit.models import AuditHead
from eboard.core.db import KeptStatement, db, engine, unit_of_work
from eboard.core.errors import BusyError, StaleError
from eboard.core.ids import new_id
from eboard.people.models import Organization
from tests.conftest import close_connections
from tests.world import make_organization

HEADS = cast("Table", AuditHead.__table__)
ADD = KeptStatement(insert(HEADS))
ONE = KeptStatement(select(bindparam("one", type_=BigInteger())))
BACKEND = KeptStatement(select(func.pg_backend_pid()))
CODE = KeptStatement(select(Organization.code, Organization.created_at).where(Organization.code == bindparam("code")))


def heads(count: int) -> list[dict[str, object]]:
    return [{"chain_id": new_id(), "seq": number, "hash": b"secret"} for number in range(count)]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_it_writes_any_number_of_rows(ctx: Flask, count: int) -> None:
    rows = heads(count)
    with unit_of_work() as session:
        ADD.write(session, rows)
    found = db.session.execute(select(HEADS.c.chain_id, HEADS.c.seq, HEADS.c.hash).order_by(HEADS.c.seq))
    assert [tuple(row) for row in found] == [tuple(row.values()) for row in rows]


def test_it_sees_what_the_session_has_still_to_write(ctx: Flask) -> None:
    with unit_of_work() as session:
        made = make_organization("WEST")
        session.add(made)
        assert CODE.rows(session, code="WEST") == [("WEST", made.created_at)]
        assert CODE.rows(session, code="EAST") == []


def test_a_value_that_is_missing_is_an_error_and_not_a_blank(ctx: Flask) -> None:
    row = heads(1)[0]
    del row["hash"]
    with pytest.raises(KeyError, match="hash"), unit_of_work() as session:
        ADD.write(session, [row])


def test_it_fails_as_sqlalchemy_does_and_hides_the_values(ctx: Flask) -> None:
    twice = heads(1) * 2
    with pytest.raises(StaleError) as caught, unit_of_work() as session:
        ADD.write(session, twice)
    error = caught.value.__cause__
    assert isinstance(error, IntegrityError)
    assert "secret" not in str(error)
    assert db.session.scalars(select(HEADS.c.seq)).all() == []


def test_a_connection_that_is_lost_is_busy_and_the_next_try_has_another(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    app = create_app(config_for(empty_database("kept_lost")))
    with app.app_context():
        if db.engine.dialect.name == "postgresql":  # a file does not go away
            with pytest.raises(BusyError) as caught, unit_of_work() as session:
                [(own,)] = BACKEND.rows(session)
                with db.engine.connect() as other:
                    other.execute(select(func.pg_terminate_backend(own)))
                ONE.rows(session, one=1)
            assert isinstance(caught.value.__cause__, OperationalError)
        with unit_of_work() as session:
            assert ONE.rows(session, one=1) == [(1,)]
        close_connections()


def test_postgresql_keeps_what_it_prepared_when_a_request_ends(
    empty_database: Callable[[str], str], config_for: Callable[..., Config]
) -> None:
    """Each page ends with a rollback, and a form that is refused with one to a savepoint: no plan is made anew."""
    app = create_app(config_for(empty_database("kept_prepared")))
    with app.app_context():
        for _page in range(10):
            ONE.rows(db.session(), one=1)
            with suppress(DBAPIError), db.session.begin_nested():
                db.session.execute(text("SELECT nothing"))
            assert ONE.rows(db.session(), one=2**40) == [(2**40,)]
            db.session.rollback()
        if db.engine.dialect.name == "postgresql":
            kept = db.session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
            assert len(kept) == 1
        close_connections()


@pytest.mark.parametrize("rests", [True, False])
def test_a_connection_that_was_lost_while_it_rested_is_replaced_unseen(
    empty_database: Callable[[str], str],
    config_for: Callable[..., Config],
    monkeypatch: pytest.MonkeyPatch,
    rests: bool,  # noqa: FBT001
) -> None:
    """Within the moment in which nobody asks whether it lives, one is told to come again; the next is served."""
    monkeypatch.setattr(engine, "REST_SECONDS", 0.0 if rests else 3600.0)
    app = create_app(config_for(empty_database(f"kept_rested_{rests:d}")))
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            [(own,)] = BACKEND.rows(db.session())
            db.session.remove()
            with psycopg.connect(str(db.engine.url.set(drivername="postgresql")), autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [own])
        seen = []
        for _page in range(2):
            try:
                with unit_of_work() as session:
                    seen.append(ONE.rows(session, one=1))
            except BusyError:
                seen.append([])
            db.session.remove()
        first = [(1,)] if rests or db.engine.dialect.name == "sqlite" else []
        assert seen == [first, [(1,)]]
        close_connections()
