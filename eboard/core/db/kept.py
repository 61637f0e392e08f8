"""A statement that runs in the transaction of a session, and keeps its form: for what every look at a case asks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eboard.core.db import prepared
from eboard.core.db.compiled import Compiled, CompiledOnce


class Kept(CompiledOnce):
    """A statement whose values are given by name; it raises what SQLAlchemy raises."""

    def rows(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """The answer, to which belongs what the session has still to write."""
        if session.autoflush:
            session.flush()
        with self._cursor(session.connection()) as (form, cursor):
            cursor.execute(form.text, form.values(values))
            return [form.read(row) for row in cursor.fetchall()]

    def write(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once with the values of each row."""
        if not rows:
            return
        with self._cursor(session.connection()) as (form, cursor):
            if len(rows) == 1:  # many cost PostgreSQL's driver a pipeline
                cursor.execute(form.text, form.values(rows[0]))
            else:
                cursor.executemany(form.text, [form.values(row) for row in rows])

    @contextmanager
    def _cursor(self, connection: Connection) -> Iterator[tuple[Compiled, Any]]:
        dialect, driver = connection.dialect, connection.connection
        form = self.form(dialect)
        is_numbered = dialect.name == "postgresql"
        cursor: Any = prepared.cursor(driver.driver_connection) if is_numbered else driver.cursor()
        failures = dialect.loaded_dbapi.Error
        try:
            yield form, cursor
        except failures as error:
            is_lost = dialect.is_disconnect(error, driver.driver_connection, cursor)
            if is_lost:
                connection.invalidate(error)
            hidden = None  # no error quotes what somebody typed
            raise DBAPIError.instance(form.text, hidden, error, failures, True, is_lost, dialect) from error
        finally:
            cursor.close()
