"""Published busy time: calendar rules 11.1 and 11.2, RFC 5545 3.6.4."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eboard.ical import Party, Span, freebusy_calendar
from tests.ical.examples import QUEUED, START
from tests.ical.reading import Component, read

WINDOW = Span(START, START + timedelta(hours=24))
OWNER = Party("calendar@eboard.example", "eBoard")


def span(start_minute: int, end_minute: int) -> Span:
    return Span(START + timedelta(minutes=start_minute), START + timedelta(minutes=end_minute))


def render(busy: list[Span]) -> bytes:
    return freebusy_calendar("busy-1@eboard.example", OWNER, WINDOW, busy, stamp=QUEUED)


def component(busy: list[Span]) -> Component:
    (only,) = read(render(busy)).components
    assert only.name == "VFREEBUSY"
    return only


def periods(busy: list[Span]) -> list[str]:
    return [item.value for item in component(busy).all("FREEBUSY")]


def test_it_says_whose_time_and_which_window() -> None:
    # Item 11.1.
    found = component([span(0, 30)])
    assert found.value("UID") == "busy-1@eboard.example"
    assert found.value("DTSTAMP") == "20260303T083000Z"
    assert (found.value("DTSTART"), found.value("DTEND")) == ("20260309T120000Z", "20260310T120000Z")
    assert found.value("ORGANIZER") == "mailto:calendar@eboard.example"
    assert "METHOD" not in read(render([])).names()


def test_every_period_says_that_it_is_busy() -> None:
    # Item 11.2: Thunderbird passes over periods without FBTYPE.
    found = component([span(0, 30), span(60, 90)]).all("FREEBUSY")
    assert [item.parameters for item in found] == [{"FBTYPE": "BUSY"}, {"FBTYPE": "BUSY"}]


def test_periods_are_merged_sorted_and_in_utc() -> None:
    # Item 11.1.
    busy = [span(120, 150), span(20, 60), span(0, 30), span(60, 61), span(130, 140)]
    assert periods(busy) == [
        "20260309T120000Z/20260309T130100Z",
        "20260309T140000Z/20260309T143000Z",
    ]


def test_what_lies_outside_the_window_is_not_told() -> None:
    busy = [span(-60, -30), span(-30, 0), span(-5, 5), span(1435, 1500), span(1440, 1500)]
    assert periods(busy) == [
        "20260309T120000Z/20260309T120500Z",
        "20260310T115500Z/20260310T120000Z",
    ]


def test_nothing_busy_is_a_valid_answer() -> None:
    assert periods([]) == []


def test_it_carries_no_texts() -> None:
    # Item 11.1.
    expected = ["DTEND", "DTSTAMP", "DTSTART", "FREEBUSY", "ORGANIZER", "UID"]
    assert sorted(component([span(0, 30)]).names()) == expected


def test_wrong_values_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^uid must have the form id@domain"):
        freebusy_calendar("null", OWNER, WINDOW, [], stamp=QUEUED)
    with pytest.raises(ValueError, match=r"^stamp must be an aware time in UTC"):
        freebusy_calendar("a@x.example", OWNER, WINDOW, [], stamp=datetime(2026, 3, 1))  # noqa: DTZ001
    with pytest.raises(ValueError, match=r"^ends_at must be after starts_at\.$"):
        span(5, 5)


MINUTES = st.integers(-200, 1700)
SPANS = st.lists(st.tuples(MINUTES, MINUTES).filter(lambda pair: pair[0] < pair[1]), max_size=8)


@settings(deadline=None)  # the machine may be busy
@given(SPANS)
def test_exactly_the_busy_minutes_of_the_window_are_told(pairs: list[tuple[int, int]]) -> None:
    told: list[int] = []
    for period in periods([span(*pair) for pair in pairs]):
        start, end = (datetime.strptime(half, "%Y%m%dT%H%M%S%z") for half in period.split("/"))
        told.extend(range(int((start - START).total_seconds() // 60), int((end - START).total_seconds() // 60)))
    # Sorted and without repeats, as a list and not a set.
    assert told == sorted({minute for pair in pairs for minute in range(*pair)} & set(range(24 * 60)))
