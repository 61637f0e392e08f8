"""One look at the database outside any transaction, for what programs ask again and again: is there anything new?

A session takes a connection, begins, and rolls back: around the one round trip that matters two more on PostgreSQL. A
glance is that one. Each thread keeps a connection of its own for it, which commits by itself, and a statement is
compiled once for each kind of database.
"""

from collections.abc import Sequence
from threading import local
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Dialect, PoolProxiedConnection, create_engine
from sqlalchemy.exc import DBAPIError

from eboard.core.db import prepared
from eboard.core.db.compiled import CompiledOnce
from eboard.core.db.engine import engine_options, prepare_connections
from eboard.core.errors import BusyError
from eboard.core.i18n import gettext as _

NAME = "glances"
UNLIMITED = 0  # one connection a thread, however many threads there are


class Glances:
    """The connections of one application; none is opened before the first glance of a thread."""

    def __init__(self, url: str) -> None:
        options = {
            **engine_options(url),
            "isolation_level": "AUTOCOMMIT",
            "pool_pre_ping": False,
            "pool_size": UNLIMITED,
        }
        self.engine = create_engine(url, **options)
        self.dialect: Dialect = self.engine.dialect
        prepare_connections(self.engine)
        self.kept = local()

    def connection(self) -> PoolProxiedConnection:
        """The connection of this thread."""
        found: PoolProxiedConnection | None = getattr(self.kept, "connection", None)
        if found is None:
            found = self.kept.connection = self.engine.raw_connection()
        return found

    def drop(self) -> None:
        """Close the connection of this thread; the next glance opens another."""
        found: PoolProxiedConnection | None = self.kept.__dict__.pop("connection", None)
        if found is not None:
            found.invalidate()


class Glance(CompiledOnce):
    """A statement that changes nothing and finds one row at most.

    It is called with the values that change, by name; each is a bound parameter of that name with any value.
    """

    def __call__(self, **values: Any) -> tuple[Any, ...] | None:
        """The row, or None; raises BusyError if the database does not answer."""
        glances: Glances = current_app.extensions[NAME]
        dialect = glances.dialect
        form = self.form(dialect)
        sent = form.values(values)
        failures = dialect.loaded_dbapi.Error
        try:
            connection = glances.connection()
            try:
                row = _first_row(connection, form.text, sent, dialect)
            except failures as error:
                is_lost = dialect.is_disconnect(error, connection.driver_connection, None)
                glances.drop()
                if not is_lost:
                    raise
                row = _first_row(glances.connection(), form.text, sent, dialect)
        except (failures, DBAPIError) as error:
            raise BusyError(_("The system is busy. Please try again in a minute.")) from error
        return None if row is None else form.read(row)


def _first_row(
    connection: PoolProxiedConnection, text: str, values: Sequence[Any], dialect: Dialect
) -> tuple[Any, ...] | None:
    if dialect.name == "postgresql":
        return next(iter(prepared.rows(connection.driver_connection, text, values)), None)
    cursor = connection.cursor()
    try:
        cursor.execute(text, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row
    finally:
        cursor.close()


def install_glances(app: Flask, url: str) -> None:
    """Let an application glance at its database."""
    app.extensions[NAME] = Glances(url)
