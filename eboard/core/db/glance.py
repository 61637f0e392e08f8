"""One look at the database outside any transaction, for what programs ask again and again: is there anything new?

A session takes a connection, asks whether it still lives, begins, and rolls back: around the one round trip that
matters four more on PostgreSQL. A glance is that one. Each thread keeps a connection of its own for it, which commits
by itself, and a statement is compiled once for each kind of database.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from threading import local
from typing import Any, NamedTuple

from flask import Flask, current_app
from sqlalchemy import Dialect, PoolProxiedConnection, Select, create_engine, literal
from sqlalchemy.exc import DBAPIError

from eboard.core.db import prepared
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


class Compiled(NamedTuple):
    """A statement as a driver takes it, the names of its values in order, and how to read each column of its answer."""

    text: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]  # its values that are the same at every call
    moving: Mapping[str, Callable[[], Any]]  # those that hold the present of each call
    readers: tuple[Callable[[Any], Any] | None, ...]
    is_prepared: bool

    @classmethod
    def of(cls, statement: Select[Any], dialect: Dialect) -> "Compiled":
        """Compile a statement for one kind of database."""
        is_prepared = dialect.name == "postgresql"
        numbered: Callable[..., Dialect] = type(dialect)
        compiled = statement.compile(
            dialect=numbered(paramstyle="numeric_dollar") if is_prepared else dialect,
            compile_kwargs={"render_postcompile": True},
        )
        types = [column.type.dialect_impl(dialect) for column in statement.selected_columns]
        readers = tuple(one.result_processor(dialect, None) for one in types)
        constants = {name: sent(value, dialect) for name, value in compiled.params.items()}
        moving = {name: one.callable for one, name in compiled.bind_names.items() if one.callable is not None}
        return cls(str(compiled), tuple(compiled.positiontup or ()), constants, moving, readers, is_prepared)

    def run(self, connection: PoolProxiedConnection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of the answer."""
        known = {**self.constants, **values}
        row = self._ask(connection, [known[name] for name in self.names])
        if row is None:
            return None
        return tuple(read(value) if read else value for read, value in zip(self.readers, row, strict=True))

    def _ask(self, connection: PoolProxiedConnection, values: Sequence[Any]) -> tuple[Any, ...] | None:
        if self.is_prepared:
            return prepared.first_row(connection.driver_connection, self.text, values)
        cursor = connection.cursor()
        try:
            cursor.execute(self.text, values)
            row: tuple[Any, ...] | None = cursor.fetchone()
            return row
        finally:
            cursor.close()


def sent(value: Any, dialect: Dialect) -> Any:
    """A value as a driver takes it."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, bytes, int)):
        return value
    process = literal(value).type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process else value


class Glance:
    """A statement that changes nothing and finds one row at most.

    It is called with the values that change, by name; each is a bound parameter of that name with any value.
    """

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement
        self.compiled: dict[str, Compiled] = {}

    def __call__(self, **values: Any) -> tuple[Any, ...] | None:
        """The row, or None; raises BusyError if the database does not answer."""
        glances: Glances = current_app.extensions[NAME]
        dialect = glances.dialect
        compiled = self.compiled.get(dialect.name)
        if compiled is None:
            compiled = self.compiled[dialect.name] = Compiled.of(self.statement, dialect)
        present = {name: ask() for name, ask in compiled.moving.items()}
        values = {name: sent(value, dialect) for name, value in (present | values).items()}
        failures = dialect.loaded_dbapi.Error
        try:
            connection = glances.connection()
            try:
                return compiled.run(connection, values)
            except failures as error:
                is_lost = dialect.is_disconnect(error, connection.driver_connection, None)
                glances.drop()
                if not is_lost:
                    raise
                return compiled.run(glances.connection(), values)
        except (failures, DBAPIError) as error:
            raise BusyError(_("The system is busy. Please try again in a minute.")) from error


def install_glances(app: Flask, url: str) -> None:
    """Let an application glance at its database."""
    app.extensions[NAME] = Glances(url)
