"""What SQLite and PostgreSQL each need: the only place that knows which one is there."""

from functools import partial
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError

from eboard.core.db.work import is_writing

BUSY_MILLISECONDS = 5_000
REST_SECONDS = 1.0


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for this database."""
    hidden = {"hide_parameters": True}  # neither an error nor a log of statements quotes what somebody typed
    if make_url(url).get_backend_name() == "sqlite":
        return {**hidden, "connect_args": {"timeout": BUSY_MILLISECONDS / 1000, "check_same_thread": False}}
    # What is worth preparing is named in `prepared`; the driver would deallocate all of it with its own at a rollback.
    arguments = {"connect_timeout": 5, "prepare_threshold": None}
    return {**hidden, "pool_size": 10, "connect_args": arguments}


def prepare(engine: Engine) -> None:
    """Give an engine the settings of its connections, and a SQLite one honest transactions."""
    prepare_connections(engine)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin)
    else:
        event.listen(engine, "checkin", _note_use)
        event.listen(engine, "checkout", partial(_ask_after_rest, engine.dialect))


def prepare_connections(engine: Engine) -> None:
    """Give a SQLite engine foreign keys and the write-ahead log, and its file a folder; PostgreSQL no compiler."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _compile_nothing)
        return
    if engine.url.database and engine.url.database != ":memory:":
        Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _set_pragmas)


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins transactions late and only for writes; `_begin` does it right
    for pragma in (
        "foreign_keys=ON",
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_MILLISECONDS}",
        "cache_size=-65536",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _compile_nothing(connection: Any, _record: object) -> None:
    """It takes a second to compile what then runs for half of one."""
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")
    connection.commit()


def _begin(connection: Connection) -> None:
    # A transaction that reads first and writes later fails under load; a writer takes its lock at once.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writing() else "BEGIN")


def _note_use(_connection: object, record: Any) -> None:
    record.info["used"] = monotonic()


def _ask_after_rest(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """Whether a connection that rested still lives; one that was used a moment ago is not worth a round trip."""
    if monotonic() - record.info.get("used", 0.0) < REST_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise InvalidatePoolError from error  # the pool makes another, and forgets all that are as old
