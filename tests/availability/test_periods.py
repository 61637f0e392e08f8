"""Periods: merged by hand, and by a law that counts minutes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from eboard.availability.enums import WEAKEST_FIRST, BusyKind
from eboard.availability.periods import Period, merge

BUSY, TENTATIVE, AWAY = BusyKind.BUSY, BusyKind.TENTATIVE, BusyKind.UNAVAILABLE
START = datetime(2026, 3, 2, tzinfo=UTC)
LENGTH = 60


def minute(number: int) -> datetime:
    return START + timedelta(minutes=number)


def period(start: int, end: int, kind: BusyKind = BUSY) -> Period:
    return Period(minute(start), minute(end), kind)


def merged(*periods: Period) -> list[Period]:
    return merge(periods, starts_at=minute(0), ends_at=minute(LENGTH))


def test_touching_and_overlapping_periods_of_one_kind_are_one() -> None:
    assert merged(period(20, 30), period(0, 10), period(10, 15), period(5, 12)) == [period(0, 15), period(20, 30)]


def test_the_stronger_kind_is_shown_and_what_is_left_of_the_weaker_stays() -> None:
    assert merged(period(0, 30, TENTATIVE), period(10, 20), period(15, 18, AWAY), period(30, 40, TENTATIVE)) == [
        period(0, 10, TENTATIVE),
        period(10, 15),
        period(15, 18, AWAY),
        period(18, 20),
        period(20, 40, TENTATIVE),
    ]


def test_nothing_is_shown_outside_the_window() -> None:
    assert merged(period(-10, 0), period(-5, 5), period(50, 70), period(60, 80)) == [period(0, 5), period(50, 60)]


some_periods = st.lists(
    st.builds(
        lambda start, length, kind: period(start, start + length, kind),
        st.integers(-10, LENGTH + 5),
        st.integers(1, 30),
        st.sampled_from(BusyKind),
    ),
    max_size=12,
)


@given(some_periods)
def test_each_minute_shows_its_strongest_kind_in_as_few_periods_as_possible(periods: list[Period]) -> None:
    result = merged(*periods)
    for number in range(LENGTH):
        at = minute(number)
        covering = [p.kind for p in periods if p.starts_at <= at < p.ends_at]
        shown = [p.kind for p in result if p.starts_at <= at < p.ends_at]
        assert shown == ([max(covering, key=WEAKEST_FIRST.index)] if covering else [])
    assert all(a.ends_at < b.starts_at or a.kind is not b.kind for a, b in pairwise(result))
    assert result == sorted(result)
    assert merged(*result) == result
