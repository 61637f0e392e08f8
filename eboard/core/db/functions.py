"""SQL that the two databases word differently."""

from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

EPOCH = date(2000, 1, 1)
_EPOCH_JULIAN = 2451544.5  # what SQLite's julianday() says of 1 January 2000


class day_number(GenericFunction[int]):  # noqa: N801 - it is written like a function
    """A date column as whole days since 1 January 2000, so that days can be subtracted."""

    type = Integer()
    inherit_cache = True


@compiles(day_number, "sqlite")
def _in_sqlite(element: ColumnElement[int], compiler: SQLCompiler, **keywords: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **keywords)}) - {_EPOCH_JULIAN} AS INTEGER)"


@compiles(day_number, "postgresql")
def _in_postgresql(element: ColumnElement[int], compiler: SQLCompiler, **keywords: Any) -> str:
    return f"({compiler.process(element.clauses, **keywords)} - DATE '{EPOCH}')"


class seconds(GenericFunction[int]):  # noqa: N801 - it is written like a function
    """An instant as whole seconds since 1970 in UTC: thousands of them are read in a fraction of the time."""

    type = BigInteger()
    inherit_cache = True


@compiles(seconds, "sqlite")
def _seconds_in_sqlite(element: ColumnElement[int], compiler: SQLCompiler, **keywords: Any) -> str:
    return f"CAST(strftime('%s', {compiler.process(element.clauses, **keywords)}) AS INTEGER)"


@compiles(seconds, "postgresql")
def _seconds_in_postgresql(element: ColumnElement[int], compiler: SQLCompiler, **keywords: Any) -> str:
    return f"CAST(floor(extract(epoch FROM {compiler.process(element.clauses, **keywords)})) AS BIGINT)"


def days_since_epoch(day: date) -> int:
    """The same number for a date in Python."""
    return (day - EPOCH).days
