"""The clock, and the way from a wall-clock promise to an instant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.core.errors import DomainError
from eboard.core.time import at, aware, instant, now, wall, zone

MOMENT = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)


def test_the_clock_can_be_set_for_a_while() -> None:
    with at(MOMENT):
        assert now() == MOMENT
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        aware(datetime(2026, 3, 9, 12, 0))  # noqa: DTZ001 - the very thing that is refused


@pytest.mark.parametrize(
    ("day", "clock", "place", "utc"),
    [
        (date(2026, 3, 7), time(14), "America/Chicago", "2026-03-07T20:00"),
        (date(2026, 3, 9), time(14), "America/Chicago", "2026-03-09T19:00"),
        (date(2026, 10, 31), time(14), "America/Chicago", "2026-10-31T19:00"),
        (date(2026, 11, 2), time(14), "America/Chicago", "2026-11-02T20:00"),
        (date(2026, 3, 28), time(9), "Europe/London", "2026-03-28T09:00"),
        (date(2026, 3, 30), time(9), "Europe/London", "2026-03-30T08:00"),
        (date(2026, 10, 26), time(9), "Europe/London", "2026-10-26T09:00"),
        (date(2026, 7, 1), time(9), "Asia/Dubai", "2026-07-01T05:00"),
        (date(2026, 7, 1), time(9), "America/Mexico_City", "2026-07-01T15:00"),
    ],
)
def test_wall_clock_times_become_the_right_instants(day: date, clock: time, place: str, utc: str) -> None:
    assert instant(day, clock, place) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "clock", "place", "sentence"),
    [
        (date(2026, 3, 8), time(2, 30), "America/Chicago", "02:30 does not exist on 2026-03-08 in America/Chicago"),
        (date(2026, 11, 1), time(1, 30), "America/Chicago", "01:30 happens twice on 2026-11-01 in America/Chicago"),
        (date(2026, 3, 29), time(1, 30), "Europe/London", "01:30 does not exist on 2026-03-29 in Europe/London"),
        (date(2026, 10, 25), time(1, 30), "Europe/London", "01:30 happens twice on 2026-10-25 in Europe/London"),
    ],
)
def test_times_that_the_clocks_skip_or_repeat_are_refused(day: date, clock: time, place: str, sentence: str) -> None:
    with pytest.raises(DomainError) as caught:
        instant(day, clock, place)
    assert caught.value.message.startswith(sentence)
    assert caught.value.field == "start"


@pytest.mark.parametrize("name", ["Chicago", "Etc", "America", "../etc/passwd", "", "EST5EDT"])
def test_what_is_not_a_zone_is_refused(name: str) -> None:
    with pytest.raises(DomainError):
        zone(name)


@given(
    moment=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    place=st.sampled_from(["America/Chicago", "Europe/London", "Asia/Dubai", "Asia/Kathmandu", "Africa/Casablanca"]),
)
def test_an_instant_survives_the_way_over_any_wall_clock(moment: datetime, place: str) -> None:
    moment = moment.replace(second=0, microsecond=0)
    shown = wall(moment, place)
    try:
        back = instant(shown.date(), shown.time(), place)
    except DomainError:  # it happens twice; an instant never shows a time that does not exist
        assert shown.replace(fold=0).utcoffset() != shown.replace(fold=1).utcoffset()
    else:
        assert back == moment


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1999, 12, 31), date(2100, 1, 1), date(9999, 12, 31)])
def test_days_far_outside_are_refused_beside_their_field(day: date) -> None:
    with pytest.raises(DomainError) as caught:
        instant(day, time(12), "Asia/Dubai")
    assert caught.value.field == "day"
