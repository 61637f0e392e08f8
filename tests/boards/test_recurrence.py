"""Laws of recurrence, and the patterns boards really have."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.recurrence import WEEKDAYS, Pattern, days, week_key

START, UNTIL = date(2026, 1, 1), date(2026, 12, 31)

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine proves nothing
calendar_days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
patterns = st.builds(
    Pattern,
    repeat=st.sampled_from(Repeat),
    weekday=st.sampled_from(WEEKDAYS),
    first_day=calendar_days,
    last_day=st.none() | calendar_days,
    weeks_of_month=st.frozensets(st.sampled_from([1, 2, 3, 4, 5, -1])),
    exceptions=st.frozensets(calendar_days, max_size=20),
    on_holiday=st.sampled_from(OnHoliday),
)


def yielded(
    pattern: Pattern, start: date = START, until: date = UNTIL, holidays: frozenset[date] = frozenset()
) -> list[date]:
    return list(days(pattern, start=start, until=until, holidays=holidays))


@LAW
@given(pattern=patterns, start=calendar_days, length=st.integers(0, 500), holidays=st.frozensets(calendar_days))
def test_every_day_keeps_the_rule(pattern: Pattern, start: date, length: int, holidays: frozenset[date]) -> None:
    until = start + timedelta(days=length)
    found = yielded(pattern, start, until, holidays)
    assert found == sorted(set(found))
    assert all(start <= day <= until and day >= pattern.first_day for day in found)
    assert all(pattern.last_day is None or day <= pattern.last_day for day in found)
    assert {day.weekday() for day in found} <= {WEEKDAYS.index(pattern.weekday)}
    assert pattern.exceptions.isdisjoint(found)
    assert pattern.on_holiday is OnHoliday.KEEP or holidays.isdisjoint(found)
    assert len({week_key(day) for day in found}) == len(found)
    if pattern.repeat is Repeat.FORTNIGHTLY:
        assert all((later - found[0]).days % 14 == 0 for later in found)


@LAW
@given(pattern=patterns, start=calendar_days, cut=st.integers(0, 400))
def test_two_stretches_side_by_side_give_what_the_whole_gives(pattern: Pattern, start: date, cut: int) -> None:
    middle, end = start + timedelta(days=cut), start + timedelta(days=400)
    halves = yielded(pattern, start, middle) + yielded(pattern, middle + timedelta(days=1), end)
    assert halves == yielded(pattern, start, end)


@LAW
@given(pattern=patterns, start=calendar_days)
def test_a_weekly_series_misses_only_what_it_was_told_to(pattern: Pattern, start: date) -> None:
    if pattern.repeat is not Repeat.WEEKLY:
        return
    until = start + timedelta(days=200)
    first = max(start, pattern.first_day)
    last = min(until, pattern.last_day or until)
    every = {first + timedelta(days=n) for n in range(max(0, (last - first).days + 1))}
    wanted = {day for day in every if day.weekday() == WEEKDAYS.index(pattern.weekday)} - pattern.exceptions
    assert set(yielded(pattern, start, until)) == wanted


def test_the_first_and_third_monday() -> None:
    pattern = Pattern(repeat=Repeat.MONTHLY, weekday="MO", first_day=date(2026, 3, 1), weeks_of_month=frozenset({1, 3}))
    assert yielded(pattern, until=date(2026, 5, 31)) == [
        date(2026, 3, 2),
        date(2026, 3, 16),
        date(2026, 4, 6),
        date(2026, 4, 20),
        date(2026, 5, 4),
        date(2026, 5, 18),
    ]


def test_the_last_friday() -> None:
    pattern = Pattern(repeat=Repeat.MONTHLY, weekday="FR", first_day=START, weeks_of_month=frozenset({-1}))
    assert yielded(pattern, until=date(2026, 3, 31)) == [date(2026, 1, 30), date(2026, 2, 27), date(2026, 3, 27)]


@pytest.mark.parametrize(("on_holiday", "expected"), [(OnHoliday.SKIP, [1, 15]), (OnHoliday.KEEP, [1, 8, 15])])
def test_holidays_are_left_out_or_kept(on_holiday: OnHoliday, expected: list[int]) -> None:
    pattern = Pattern(
        repeat=Repeat.WEEKLY, weekday="WE", first_day=START, last_day=date(2026, 7, 15), on_holiday=on_holiday
    )
    found = yielded(pattern, date(2026, 7, 1), holidays=frozenset({date(2026, 7, 8)}))
    assert [day.day for day in found] == expected
