"""The rules of what is worth a look: each over plain looks."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.review.enums import OddityKind
from eboard.review.spotting import (
    Clocks,
    Look,
    Spotted,
    busiest_hour,
    is_off_hours,
    many,
    off_hours,
    refused,
    without_task,
)

ANN, BEN, NORTH = UUID(int=1), UUID(int=2), UUID(int=9)
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)  # a Tuesday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CHICAGO = Clocks("America/Chicago", [["SA", "SU"]], [])


def look(case: int, at: datetime, person: UUID = ANN) -> Look:
    return Look(person, None, UUID(int=1000 + case), NORTH, at)


def hour_of(count: int, at: datetime = NOON) -> list[Look]:
    return [look(case, at + timedelta(minutes=case % 60)) for case in range(count)]


def spotted_many(looks: list[Look], usual: int, now: datetime = NOON + 2 * HOUR) -> list[tuple[int, int]]:
    return [(one.count, one.usual) for one in many(looks, now, lambda _who, _at: usual)]


def test_many_cases_are_twenty_and_twice_the_busiest_hour() -> None:
    assert spotted_many(hour_of(19), 0) == []
    assert spotted_many(hour_of(20), 0) == [(20, 0)]
    assert spotted_many(hour_of(20), 10) == [(20, 10)]
    assert spotted_many(hour_of(20), 11) == []


def test_an_hour_counts_once_it_is_over_and_a_case_once() -> None:
    assert spotted_many(hour_of(20), 0, now=NOON + timedelta(minutes=59)) == []
    assert spotted_many([*hour_of(19), *hour_of(19)], 0) == []
    assert spotted_many([*hour_of(19), look(30, NOON + HOUR)], 0) == []
    assert busiest_hour([*hour_of(5), *hour_of(3, NOON + HOUR)]) == 5
    assert busiest_hour([]) == 0


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 180)), max_size=80), st.integers(0, 30))
def test_what_is_spotted_does_not_hang_on_the_order(pairs: list[tuple[int, int]], usual: int) -> None:
    looks = [look(case, NOON + timedelta(minutes=minute)) for case, minute in pairs]
    assert spotted_many(looks, usual, NOON + 9 * HOUR) == spotted_many(looks[::-1], usual, NOON + 9 * HOUR)


@pytest.mark.parametrize(
    ("at", "is_off"),
    [
        (datetime(2026, 3, 3, 4, 0, tzinfo=UTC), True),  # 22:00 in Chicago
        (datetime(2026, 3, 3, 3, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 3, 11, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 3, 12, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 7, 18, 0, tzinfo=UTC), True),  # Saturday
        (datetime(2026, 3, 9, 4, 30, tzinfo=UTC), True),  # Sunday night there, Monday in UTC
    ],
)
def test_night_and_days_off_are_those_of_the_persons_own_clocks(at: datetime, *, is_off: bool) -> None:
    assert is_off_hours(look(1, at), CHICAGO) is is_off


def test_a_meeting_at_night_makes_the_hours_around_it_usual() -> None:
    night = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
    clocks = CHICAGO._replace(meetings=[(night, night + HOUR)])
    assert [is_off_hours(look(1, night + step * HOUR), clocks) for step in (-2, 0, 3)] == [False, False, False]
    assert is_off_hours(look(1, night - 3 * HOUR), clocks)


def test_a_free_day_of_one_organization_is_none_for_who_works_at_another() -> None:
    saturday = datetime(2026, 3, 7, 18, 0, tzinfo=UTC)
    assert not is_off_hours(look(1, saturday), CHICAGO._replace(weekends=[["SA", "SU"], ["FR"]]))
    assert not is_off_hours(look(1, saturday), CHICAGO._replace(weekends=[]))


def spotted_off(count: int, usual: int, now: datetime) -> list[tuple[int, int]]:
    looks = [look(case, datetime(2026, 3, 3, 5, case, tzinfo=UTC)) for case in range(count)]
    return [(one.count, one.usual) for one in off_hours(looks, now, CHICAGO, lambda _who, _at: usual)]


def test_off_hours_are_spotted_from_three_cases_on_unless_they_are_usual() -> None:
    later = NOON + DAY
    assert spotted_off(2, 0, later) == []
    assert spotted_off(3, 2, later) == [(3, 2)]
    assert spotted_off(3, 3, later) == []
    assert spotted_off(3, 0, datetime(2026, 3, 3, 5, 30, tzinfo=UTC)) == []  # the day goes on


def test_looks_without_a_task_are_one_thing_a_day_and_organization() -> None:
    looks = [look(1, NOON), look(2, NOON + HOUR), look(1, NOON + 2 * HOUR), look(1, NOON + DAY)]
    zones = {ANN: "America/Chicago"}
    found = list(without_task(looks, NOON + 3 * DAY, zones, kind=OddityKind.NO_TASK))
    assert [(one.count, one.from_at, one.to_at, one.organization_id) for one in found] == [
        (2, NOON, NOON + 2 * HOUR, NORTH),
        (1, NOON + DAY, NOON + DAY, NORTH),
    ]
    assert list(without_task(looks[:3], NOON + 3 * HOUR, zones, kind=OddityKind.NO_TASK)) == []


def rows(steps: list[int], now: datetime = NOON + DAY, person: UUID = ANN) -> list[Spotted]:
    return list(refused([(person, NOON + timedelta(minutes=step)) for step in steps], NOON - HOUR, now))


def test_five_refusals_in_a_row_are_spotted_once_the_row_is_over() -> None:
    assert rows([0, 10, 20, 30]) == []
    assert [one.count for one in rows([0, 10, 20, 30, 40])] == [5]
    assert rows([0, 10, 20, 30, 41]) == []
    assert [one.count for one in rows([0, 1, 2, 3, 4, 60, 61, 62, 63, 64, 65])] == [5, 6]
    assert rows([0, 1, 2, 3, 4], now=NOON + timedelta(minutes=14)) == []


def test_the_refusals_of_two_people_are_two_rows() -> None:
    mixed = [(who, NOON + timedelta(minutes=step)) for step in range(3) for who in (ANN, BEN)]
    assert list(refused(mixed, NOON - HOUR, NOON + DAY)) == []


def test_a_row_that_began_before_was_told_before() -> None:
    row = [(ANN, NOON + timedelta(minutes=step)) for step in range(8)]
    assert list(refused(row[2:], NOON + timedelta(minutes=1), NOON + DAY)) == []


def test_the_same_thing_has_the_same_key() -> None:
    keys = {one.key for one in (*rows([0, 1, 2, 3, 4]), *rows([0, 1, 2, 3, 4]), *rows([0, 1, 2, 3, 4], person=BEN))}
    assert len(keys) == 2
