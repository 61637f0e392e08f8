"""A statement that PostgreSQL keeps prepared, asked by one plain call of its C library.

A cursor of the driver waits in a way that other threads of Python can interrupt: several system calls around each round
trip, which cost more than the look-up itself. This waits in the library, with the interpreter's lock released.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

try:
    import psycopg
    from psycopg import pq
    from psycopg.adapt import PyFormat, Transformer
    from psycopg.errors import DuplicatePreparedStatement, InvalidSqlStatementName, error_from_result

    FINE = (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK)
except ImportError:  # an optional library: where it is absent there is no PostgreSQL to ask
    pass

KNOWN = "eboard_prepared"  # where a connection keeps its statements, by their texts


class Prepared:
    """One statement on one connection, which no other thread uses; its name is the same in every process.

    Values go as text, whose types the server takes from the statement: the driver's own form of a number depends on how
    large it is. Answers come in binary.
    """

    def __init__(self, connection: "psycopg.Connection[Any]", text: str) -> None:
        self.connection = connection
        self.name = b"eboard_" + sha256(text.encode()).hexdigest()[:32].encode()
        self.adapting = Transformer(connection)
        self.knows_columns = False
        try:
            _check(connection, connection.pgconn.prepare(self.name, text.encode()))
        except DuplicatePreparedStatement as error:  # another process did, before a pooler gave us its session
            _refuse_within_transaction(connection, error)

    def run(self, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """The answer for these values; raises what the driver raises."""
        adapting = self.adapting
        parameters: Any = adapting.dump_sequence(values, [PyFormat.TEXT] * len(values))
        result = self.connection.pgconn.exec_prepared(self.name, parameters, None, pq.Format.BINARY)
        _check(self.connection, result)
        if not result.ntuples:
            return []
        adapting.set_pgresult(result, set_loaders=not self.knows_columns)
        self.knows_columns = True
        return adapting.load_rows(0, result.ntuples, tuple)


def rows(connection: Any, text: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The answer of a statement with its values at ``$1``, ``$2`` …; raises what the driver raises.

    It cannot be interrupted while the server works or waits for a lock.
    """
    known: dict[str, Prepared] = connection.__dict__.setdefault(KNOWN, {})
    try:
        return _get(connection, text, known).run(values)
    except InvalidSqlStatementName as error:  # a pooler between us and the server gave us another session
        known.clear()
        _refuse_within_transaction(connection, error)
        return _get(connection, text, known).run(values)


def begin(connection: Any) -> None:
    """Begin a transaction, unless one is open, as a cursor of the driver does."""
    if connection.pgconn.transaction_status == pq.TransactionStatus.IDLE:
        _check(connection, connection.pgconn.exec_(b"BEGIN"))


def _get(connection: Any, text: str, known: dict[str, Prepared]) -> Prepared:
    prepared = known.get(text)
    if prepared is None:
        prepared = known[text] = Prepared(connection, text)
    return prepared


def _refuse_within_transaction(connection: "psycopg.Connection[Any]", error: Exception) -> None:
    """The transaction is lost with an error in it, and whoever began it has to begin anew."""
    if connection.pgconn.transaction_status != pq.TransactionStatus.IDLE:
        raise psycopg.OperationalError from error


def _check(connection: "psycopg.Connection[Any]", result: "pq.abc.PGresult") -> None:
    if result.status in FINE:
        return
    error = error_from_result(result, encoding=connection.info.encoding)
    if connection.pgconn.status == pq.ConnStatus.BAD:  # it comes without a code that would say so
        raise psycopg.OperationalError from error
    raise error
