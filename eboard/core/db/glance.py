"""One look at the database outside any transaction, for what programs ask again and again: is there anything new?

A session takes a connection, asks whether it still lives, begins, and rolls back: around the one round trip that
matters four more on PostgreSQL. A glance is that one. Each thread keeps a connection of its own for it, which commits
by itself.
"""

from collections.abc import Mapping
from threading import local
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Executable, Row, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from eboard.core.db.engine import engine_options, prepare_connections
from eboard.core.errors import BusyError
from eboard.core.i18n import gettext as _

NAME = "glances"


class Glances:
    """The connections of one application; none is opened before the first glance of a thread."""

    def __init__(self, url: str) -> None:
        options = {**engine_options(url), "isolation_level": "AUTOCOMMIT", "pool_pre_ping": False}
        self.engine = create_engine(url, **options)
        prepare_connections(self.engine)
        self.kept = local()

    def connection(self) -> Connection:
        """The connection of this thread."""
        found: Connection | None = getattr(self.kept, "connection", None)
        if found is None:
            found = self.kept.connection = self.engine.connect()
        return found

    def drop(self) -> None:
        """Give the connection of this thread back; the next glance takes another."""
        found: Connection | None = self.kept.__dict__.pop("connection", None)
        if found is not None:
            found.close()


def install_glances(app: Flask, url: str) -> None:
    """Let an application glance at its database."""
    app.extensions[NAME] = Glances(url)


def glance(statement: Executable, values: Mapping[str, Any]) -> Row[Any] | None:
    """The one row of a statement that changes nothing, or None; raises BusyError if the database does not answer."""
    glances: Glances = current_app.extensions[NAME]
    try:
        try:
            return glances.connection().execute(statement, values).one_or_none()
        except DBAPIError as error:
            glances.drop()
            if not error.connection_invalidated:
                raise
            return glances.connection().execute(statement, values).one_or_none()  # the server had closed the other
    except (DBAPIError, PoolTimeoutError) as error:
        raise BusyError(_("The system is busy. Please try again in a minute.")) from error
