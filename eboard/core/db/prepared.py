"""A statement that PostgreSQL keeps prepared, asked by one plain call of its C library.

A cursor of the driver waits in a way that other threads of Python can interrupt: several system calls around each round
trip, which cost more than the look-up itself. This waits in the library, with the interpreter's lock released.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any
from weakref import WeakKeyDictionary

try:
    import psycopg
    from psycopg import pq
    from psycopg.adapt import PyFormat, Transformer
    from psycopg.errors import InvalidSqlStatementName, error_from_result
except ImportError:  # an optional library: where it is absent there is no PostgreSQL to ask
    pass


class Prepared:
    """One statement on one connection, which no other thread uses."""

    def __init__(self, connection: "psycopg.Connection[Any]", name: bytes, text: str) -> None:
        self.name = name
        self.adapting = Transformer(connection)
        self.knows_columns = False
        _check(connection, connection.pgconn.prepare(name, text.encode()), pq.ExecStatus.COMMAND_OK)

    def first_row(self, connection: "psycopg.Connection[Any]", values: Sequence[Any]) -> tuple[Any, ...] | None:
        """The first row for these values; raises what the driver raises."""
        adapting = self.adapting
        parameters: Any = adapting.dump_sequence(values, [PyFormat.AUTO] * len(values))
        result = connection.pgconn.exec_prepared(self.name, parameters, adapting.formats, pq.Format.BINARY)
        _check(connection, result, pq.ExecStatus.TUPLES_OK)
        if not result.ntuples:
            return None
        adapting.set_pgresult(result, set_loaders=not self.knows_columns)
        self.knows_columns = True
        row: tuple[Any, ...] = adapting.load_row(0, tuple)
        return row


_prepared: WeakKeyDictionary["psycopg.Connection[Any]", dict[str, Prepared]] = (
    WeakKeyDictionary()
)  # of each connection, by the text


def first_row(connection: Any, text: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a statement with its values at ``$1``, ``$2`` …; raises what the driver raises."""
    known = _prepared.setdefault(connection, {})
    try:
        return _get(connection, text, known).first_row(connection, values)
    except InvalidSqlStatementName:  # a pooler between us and the server gave us another session
        known.clear()
        return _get(connection, text, known).first_row(connection, values)


def cursor(connection: Any) -> "psycopg.RawCursor[Any]":
    """For a statement in a transaction: it takes such values too, and the driver prepares what comes often."""
    return psycopg.RawCursor(connection)


def roll_back(connection: Any) -> None:
    """Roll back and keep what is prepared: the driver would forget it all, lest a table was dropped and made anew.

    Every page that only reads ends so, and the next would have all its statements planned again. After an error, and
    where the connection is lost, the driver does it in its own way.
    """
    if connection.pgconn.transaction_status == pq.TransactionStatus.INTRANS:
        with suppress(psycopg.Error):
            connection.pgconn.exec_(b"ROLLBACK")


def _get(connection: Any, text: str, known: dict[str, Prepared]) -> Prepared:
    prepared = known.get(text)
    if prepared is None:
        prepared = known[text] = Prepared(connection, b"glance_%d" % len(known), text)
    return prepared


def _check(connection: "psycopg.Connection[Any]", result: "pq.abc.PGresult", expected: "pq.ExecStatus") -> None:
    if result.status != expected:
        raise error_from_result(result, encoding=connection.info.encoding)
