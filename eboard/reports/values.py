"""A report as a value: what the page, the CSV, the PDF and a frozen report are made of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from eboard.reports.enums import Hidden, Kind, Secrecy

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One number; ``figure`` names the cases behind it, or ``meetings`` the meetings, in the part ``where``."""

    number: float | None = None  # None: there is nothing to say
    kind: Kind = Kind.COUNT
    text: str = ""
    figure: str = ""
    meetings: str = ""
    where: str = ""
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a table; ``met`` says whether it reaches its goal, None without one."""

    key: str
    label: str
    cells: tuple[Cell, ...]
    note: str = ""
    met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A head of a table; a column with a tone is drawn."""

    key: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table; ``parts`` are the columns that add up, to ``total`` where lines have one of their own."""

    key: str
    title: str
    sentence: str
    head: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    secrecy: Secrecy = Secrecy.CLOSED
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All tables about a board or an organization in a period; ``presented`` is what most of them add up to."""

    title: str
    period: str
    presented: Cell
    packs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    minutes: tuple[str, ...] = ()
    is_shielded: bool = False

    def table(self, key: str) -> Table | None:
        """The table of this name, if the report has it."""
        return next((one for one in self.tables if one.key == key), None)

    def cells(self) -> Iterator[tuple[tuple[str, str, str], Cell]]:
        """Every cell under the names of its table, line and column."""
        for table in self.tables:
            for line in table.lines:
                for column, cell in zip(table.columns, line.cells, strict=True):
                    yield (table.key, line.key, column.key), cell


def count(number: int, figure: str = "", where: str = "") -> Cell:
    """A number of cases, meetings or people."""
    return Cell(number=number, figure=figure, where=where)


def percent(numerator: int, denominator: int) -> Cell:
    """A share in percent, rounded to one place; nothing of nothing has none."""
    share = round(WHOLE * numerator / denominator, 1) if denominator else None
    return Cell(number=share, kind=Kind.PERCENT)


def goal(share: int | None) -> Cell:
    """What a rule pack demands, in percent."""
    return Cell(number=share, kind=Kind.PERCENT)


def words(text: str) -> Cell:
    """A cell that holds a text."""
    return Cell(kind=Kind.TEXT, text=text)


def conceal(cell: Cell, hidden: Hidden) -> Cell:
    """The same place in the table without its number."""
    return replace(cell, number=None, hidden=hidden)


def shown(cell: Cell) -> str:
    """A cell in words, the same on the page and on paper."""
    if cell.hidden is Hidden.SMALL:
        return "<5"
    if cell.hidden is Hidden.KEPT:
        return "–"
    if cell.kind is Kind.TEXT:
        return cell.text
    if cell.number is None:
        return ""
    text = f"{cell.number:g}" if cell.kind is not Kind.COUNT else f"{cell.number:,.0f}".replace(",", "\u202f")
    return f"{text} %" if cell.kind is Kind.PERCENT else text


def plain(value: Any) -> Any:
    """A value of this module as JSON."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, (Kind, Secrecy, Hidden)) else value


def report_from(data: dict[str, Any]) -> Report:
    """A report read back from its JSON."""
    tables = tuple(
        Table(
            **{
                **table,
                "secrecy": Secrecy(table["secrecy"]),
                "columns": tuple(Column(**column) for column in table["columns"]),
                "lines": tuple(
                    Line(**{**line, "cells": tuple(_cell(cell) for cell in line["cells"])}) for line in table["lines"]
                ),
            }
        )
        for table in data["tables"]
    )
    texts = {name: tuple(data[name]) for name in ("packs", "minutes")}
    return Report(**{**data, **texts, "presented": _cell(data["presented"]), "tables": tables})


def _cell(data: dict[str, Any]) -> Cell:
    hidden = Hidden(data["hidden"]) if data["hidden"] else None
    return Cell(**{**data, "kind": Kind(data["kind"]), "hidden": hidden})
