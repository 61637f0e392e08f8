"""A statement that runs in the transaction of a session, and keeps its form: for what every look at a case asks."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from eboard.core.db import prepared
from eboard.core.db.compiled import Compiled, CompiledOnce

FEW = 4  # rows that are sent faster one by one
Ask = Callable[[Sequence[Any]], Any]


class KeptStatement(CompiledOnce):
    """A statement whose values are given by name; it raises what SQLAlchemy raises."""

    def rows(self, session: Session, **values: Any) -> list[tuple[Any, ...]]:
        """The answer, to which belongs what the session has still to write."""
        if session.autoflush:
            session.flush()
        with self._asking(session.connection()) as (form, ask):
            return [form.read(row) for row in ask(form.values(values))]

    def write(self, session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it once with the values of each row; many rows go to the database together."""
        if len(rows) > FEW and isinstance(self.statement, Insert):
            session.connection().execute(self.statement, rows)
            return
        if not rows:
            return
        with self._asking(session.connection()) as (form, ask):
            for row in rows:
                ask(form.values(row))

    @contextmanager
    def _asking(self, connection: Connection) -> Iterator[tuple[Compiled, Ask]]:
        dialect, driver = connection.dialect, connection.connection
        form = self.form(dialect)
        failures = dialect.loaded_dbapi.Error
        try:
            if dialect.name == "postgresql":
                prepared.begin(driver.driver_connection)
                yield form, partial(prepared.rows, driver.driver_connection, form.text)
            else:
                with closing(driver.cursor()) as cursor:
                    yield form, lambda values: cursor.execute(form.text, values).fetchall()
        except failures as error:
            is_lost = dialect.is_disconnect(error, driver.driver_connection, None)
            if is_lost:
                connection.invalidate(error)
                connection.engine.dispose()  # those that rest are lost as well
            hidden = None  # no error quotes what somebody typed
            raise DBAPIError.instance(form.text, hidden, error, failures, True, is_lost, dialect) from error
