"""Whoever may read no case is shown numbers from which none below five can be told."""

from collections import defaultdict
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.followup.cells import shielded
from eboard.reports.enums import Hidden, Kind, Secrecy
from eboard.reports.export import csv_of
from eboard.reports.pdf import data_of
from eboard.reports.shielding import marks, shield
from eboard.reports.values import Cell, Column, Line, Report, Table, count, percent, shown
from tests.reports.year import table

SMALL = range(1, 5)


def seen(numbers: tuple[int, ...]) -> tuple[object, ...]:
    """Everything a reader sees of numbers that add up: those that are shown, the marks, and the total."""
    total = shielded(dict(enumerate(numbers))).total
    hidden = marks(numbers, is_safe=total is not None)
    return (*(number if mark is None else mark for number, mark in zip(numbers, hidden, strict=True)), total)


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_no_hidden_number_can_be_told_even_by_who_knows_the_rule(length: int) -> None:
    """All numbers there could be, by what is seen of them: behind each mark there are always several."""
    behind: dict[tuple[object, ...], list[set[int]]] = defaultdict(lambda: [set() for _ in range(length)])
    most = {1: 40, 2: 24, 3: 14, 4: 9}[length]
    for numbers in product(range(most), repeat=length):
        for values, number in zip(behind[seen(numbers)], numbers, strict=True):
            values.add(number)
    at_the_edge = most - 1
    told = [
        (sight, place)
        for sight, places in behind.items()
        for place, values in enumerate(places)
        if isinstance(sight[place], Hidden) and len(values) == 1 and not any(at_the_edge in one for one in places)
    ]
    assert told == []


@given(numbers=st.lists(st.integers(0, 30), min_size=1, max_size=9))
def test_a_small_number_is_never_shown_and_small_is_said_of_small_ones_only(numbers: list[int]) -> None:
    total = shielded(dict(enumerate(numbers))).total
    hidden = marks(numbers, is_safe=total is not None)
    for number, mark in zip(numbers, hidden, strict=True):
        assert mark is not None if number in SMALL else True
        assert number in SMALL if mark is Hidden.SMALL else True
        assert mark is None if number == 0 else True


def down(key: str, numbers: list[int]) -> Table:
    whole = sum(numbers)
    lines = [
        Line(key=f"{key}{place}", label=f"{key}{place}", cells=(count(number, "late"), percent(number, whole)))
        for place, number in enumerate(numbers)
    ]
    columns = (Column(key="number", label="Number"), Column(key="share", label="Share"))
    return Table(key=key, title=key, sentence="", head="", columns=columns, lines=tuple(lines), secrecy=Secrecy.DOWN)


def across(parts: list[tuple[int, int, int]]) -> Table:
    names = ("reached", "of", "share", "goal", "missing")
    lines = [
        Line(
            key=f"{place}.{measure}",
            label=f"{place}.{measure}",
            cells=(
                count(reached, "prospective"),
                count(reached + missing + rest, "presented"),
                percent(reached, reached + missing + rest),
                Cell(number=80, kind=Kind.PERCENT),
                count(missing, "no_statement"),
            ),
            met=True,
        )
        for place, (reached, missing, rest) in enumerate(parts)
        for measure in ("prospective", "documented")
    ]
    columns = tuple(Column(key=name, label=name) for name in names)
    return Table(key="measures", title="", sentence="", head="", columns=columns, lines=tuple(lines),
                 secrecy=Secrecy.ACROSS)  # fmt: skip


def split(total: int, cuts: list[int]) -> list[int]:
    """A total in parts, one for each cut and one for what is left."""
    places = [0, *sorted(cut % (total + 1) for cut in cuts), total]
    return [after - before for before, after in pairwise(places)]


CUTS = st.lists(st.integers(0, 100), min_size=1, max_size=5)


@given(
    total=st.integers(0, 40),
    cuts=st.lists(CUTS, min_size=2, max_size=2),
    inner=st.lists(st.integers(0, 100), min_size=4, max_size=4),
)
def test_a_whole_report_gives_nothing_away_on_page_csv_or_pdf(
    total: int, cuts: list[list[int]], inner: list[int]
) -> None:
    """Page, CSV and PDF print the same cells; in none of their tables do the shown numbers leave one to be reckoned."""
    parts = [split(total, one) for one in cuts]
    halves = split(total, inner[:1])
    thirds = [tuple(split(half, inner[1:3])) for half in halves]
    closed = Table(key="closed", title="", sentence="", head="", columns=(), lines=())
    tables = (down("a", parts[0]), down("b", parts[1]), across(thirds), closed)  # type: ignore[arg-type]
    report = shield(Report(title="r", period="p", presented=count(total, "presented"), tables=tables, minutes=("7",)))
    assert (report.table("closed"), report.minutes) == (None, ())
    assert all(not cell.figure and not cell.where for _key, cell in report.cells())
    total_shown = report.presented.number
    for key, numbers in zip("ab", parts, strict=True):
        found = table(report, key)
        cells = [line.cells[0] for line in found.lines]
        hidden = [number for number, cell in zip(numbers, cells, strict=True) if cell.hidden]
        assert all(cell.hidden for number, cell in zip(numbers, cells, strict=True) if number in SMALL)
        assert len(found.columns) == 1
        if hidden and total_shown is not None:
            assert (len(hidden) > 1, sum(hidden) > len(hidden)) == (True, True)
        if total_shown is None:
            assert all(cell.hidden or cell.number == 0 for cell in cells)
        printed = data_of(report)["tables"]
        text = [one for one in printed if one["title"] == key]
        assert [line["cells"][0] for one in text for line in one["lines"]] == [shown(cell) for cell in cells]
        lines = csv_of(report, found).splitlines()[2:]
        assert [line.split(",")[1].replace("'", "") for line in lines] == [
            shown(cell).replace("\u202f", "") for cell in cells
        ]
    measure = table(report, "measures").lines
    assert [line.key for line in measure] == ["prospective"]
    reached, whole, share, _goal, missing = measure[0].cells
    sums = [sum(one[place] for one in thirds) for place in range(3)]
    for number, cell in zip(sums, (reached, missing), strict=False):
        assert cell.hidden if number in SMALL else True
    if sums[2] in SMALL:
        assert reached.hidden or missing.hidden or whole.hidden
    if reached.hidden or whole.hidden:
        assert (share.number, measure[0].met) == (None, None)
