"""Reports for who may read none of the cases: numbers that could point at a patient are not shown.

What is left of a report are tables whose cells add up to one total, and to nothing else that is shown. In each, small
numbers go, and with them enough others (`followup.cells.shielded`). Where that takes hiding the total as well, only the
zeros of the whole report are left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from eboard.core.i18n import lazy as _
from eboard.followup.cells import LEAST, concealed, shielded
from eboard.reports.enums import Hidden, Kind, Secrecy
from eboard.reports.values import Cell, Line, Report, Table, conceal, percent

OPEN_MEASURE = "prospective"
LEGEND = _(
    "A number of fewer than 5 cases reads <5. A dash stands for a number that is kept back, because it or another one "
    "could be reckoned from it. Restricted cases are not counted. "
    "Tables that would give single cases away are left out."
)
NUMERATOR, DENOMINATOR, SHARE, GOAL, MISSING = range(5)  # of a table that adds up across


def shield(report: Report) -> Report:
    """``report`` as somebody reads it who may open none of its cases."""
    tables = [_merged(_open_columns(one)) for one in report.tables if one.secrecy is not Secrecy.CLOSED]
    total = int(report.presented.number or 0)
    is_safe = not 0 < total < LEAST and all(_is_safe(parts) for one in tables for parts in _partitions(one))
    return replace(
        report,
        presented=_bare(report.presented) if is_safe else conceal(report.presented, Hidden.KEPT),
        tables=tuple(_shield(one, is_safe=is_safe) for one in tables),
        minutes=(),
        is_shielded=True,
    )


def _open_columns(table: Table) -> Table:
    """Of a table that adds up downwards, the first column alone: the others are parts of it."""
    if table.secrecy is not Secrecy.DOWN:
        return table
    lines = tuple(replace(line, cells=line.cells[:1]) for line in table.lines)
    return replace(table, columns=table.columns[:1], lines=lines)


def _merged(table: Table) -> Table:
    """Of a table that adds up across, the one measure that others give no hint of, over all parts of the period.

    Parts end where the rules change, on any day a network wishes: two reports with other ends differ by single cases.
    """
    if table.secrecy is not Secrecy.ACROSS:
        return table
    mine = [line for line in table.lines if line.key.endswith(f".{OPEN_MEASURE}")]
    others = tuple(line for line in table.lines if not _counts_cases(line))
    return replace(table, lines=(_sum_of(mine), *others) if mine else others)


def _sum_of(lines: Sequence[Line]) -> Line:
    numbers = [sum(_number(line.cells[place]) for line in lines) for place in (NUMERATOR, DENOMINATOR, MISSING)]
    goals = {line.cells[GOAL].number for line in lines}
    wanted = goals.pop() if len(goals) == 1 else None
    share = percent(numbers[0], numbers[1])
    reached, whole, missing = (
        replace(lines[0].cells[place], number=number)
        for place, number in zip((NUMERATOR, DENOMINATOR, MISSING), numbers, strict=True)
    )
    return Line(
        key=OPEN_MEASURE,
        label=lines[0].label,
        cells=(reached, whole, share, Cell(number=wanted, kind=Kind.PERCENT), missing),
        met=None if wanted is None or share.number is None else share.number >= wanted,
    )


def _partitions(table: Table) -> Iterator[list[int]]:
    """The numbers of a table that add up to the total."""
    if table.secrecy is Secrecy.DOWN:
        yield [_number(line.cells[0]) for line in table.lines]
    if table.secrecy is Secrecy.ACROSS:
        yield from (_across(line) for line in table.lines if _counts_cases(line))


def _across(line: Line) -> list[int]:
    """Numerator, missing, and the rest that is not shown but could be reckoned."""
    numerator, missing = _number(line.cells[NUMERATOR]), _number(line.cells[MISSING])
    return [numerator, missing, _number(line.cells[DENOMINATOR]) - numerator - missing]


def _counts_cases(line: Line) -> bool:
    return bool(line.cells[NUMERATOR].figure)


def _is_safe(parts: Sequence[int]) -> bool:
    return shielded(dict(enumerate(parts))).total is not None


def marks(parts: Sequence[int], *, is_safe: bool) -> list[Hidden | None]:
    """Which of these numbers are hidden; “small” is said only where all that are hidden are."""
    counts = dict(enumerate(parts))
    cells = (shielded if is_safe else concealed)(counts).numbers
    hidden = [number for key, number in counts.items() if cells[key] is None]
    why = Hidden.SMALL if is_safe and all(number < LEAST for number in hidden) else Hidden.KEPT
    return [why if cells[key] is None else None for key in counts]


def _shield(table: Table, *, is_safe: bool) -> Table:
    if table.secrecy is Secrecy.DOWN:
        parts = marks([_number(line.cells[0]) for line in table.lines], is_safe=is_safe)
        lines = [
            replace(line, cells=(_marked(line.cells[0], mark),)) for line, mark in zip(table.lines, parts, strict=True)
        ]
    elif table.secrecy is Secrecy.ACROSS:
        lines = [_shield_line(line, is_safe=is_safe) if _counts_cases(line) else line for line in table.lines]
    else:
        lines = list(table.lines)
    return replace(table, lines=tuple(replace(line, cells=tuple(map(_bare, line.cells))) for line in lines))


def _shield_line(line: Line, *, is_safe: bool) -> Line:
    numerator, missing, rest = marks(_across(line), is_safe=is_safe)
    cells = list(line.cells)
    whole = None if is_safe or not _number(cells[DENOMINATOR]) else Hidden.KEPT
    hides_share = numerator or whole
    cells[NUMERATOR] = _marked(cells[NUMERATOR], numerator)
    cells[DENOMINATOR] = _marked(cells[DENOMINATOR], whole)
    cells[MISSING] = _marked(cells[MISSING], missing)
    if hides_share:
        cells[SHARE] = Cell(kind=Kind.PERCENT, hidden=Hidden.KEPT)
    is_open = not (hides_share or missing or rest)
    return replace(line, cells=tuple(cells), met=line.met if is_open else None)


def _marked(cell: Cell, mark: Hidden | None) -> Cell:
    return conceal(_bare(cell), mark) if mark else _bare(cell)


def _bare(cell: Cell) -> Cell:
    """A cell that leads nowhere."""
    return replace(cell, figure="", meetings="", where="")


def _number(cell: Cell) -> int:
    return int(cell.number or 0)
