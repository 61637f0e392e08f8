"""Runs the migrations on the database of the application, one process at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app, has_app_context

from eboard.app import create_app
from eboard.core.db import Base, UTCDateTime, db

LOCK = 4_110_711


def render(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own types as the plain ones they are made of, so that migrations import nothing of ours."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def same_type(_context: Any, _column: Any, _metadata_column: Any, inspected: Any, ours: Any) -> bool | None:
    """Our enums are stored as text."""
    if isinstance(ours, sa.Enum) and isinstance(inspected, sa.String):
        return False
    return None


@contextmanager
def foreign_keys_off(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the first one, which no row may point at meanwhile.

    The switch does nothing inside a transaction, so the driver is told before one begins.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        dangling = driver.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    if dangling:
        raise RuntimeError(f"{len(dangling)} rows point at nothing after the migration.")


def run() -> None:
    """Upgrade, downgrade or compare."""
    with db.engine.connect() as connection, foreign_keys_off(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render,
            compare_type=same_type,
            render_as_batch=connection.dialect.name == "sqlite",
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            context.run_migrations()


if has_app_context() and current_app:
    run()
else:
    with create_app().app_context():
        run()
