"""When a summary is due: the reader's own hour, each working day once."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eboard.boards.enums import BoardRole
from eboard.core.time import at, wall, zone_names
from eboard.digests.models import DigestMark
from eboard.digests.recipients import due, is_hour
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import NoticeChoice
from eboard.people.enums import PersonState
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.reading import change
from tests.world import World, make_member, save

WEEKEND = ["SA", "SU"]
MONDAY = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)  # 07:00 in Chicago
HOUR = timedelta(hours=1)


@settings(deadline=None, max_examples=50)
@given(
    zone=st.sampled_from(sorted(zone_names())),
    hour=st.integers(0, 23),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    weekend=st.sampled_from([["SA", "SU"], ["FR", "SA"], ["SU"], []]),
)
def test_there_is_one_summary_on_each_working_day_and_none_on_others(
    zone: str, hour: int, start: datetime, weekend: list[str]
) -> None:
    """A fortnight of ticks: also on the days on which the hour is skipped or comes twice."""
    last = wall(start, zone).date() - timedelta(days=1)
    sent: list[date] = []
    moment = start
    while moment < start + timedelta(days=14):
        local = wall(moment, zone)
        if is_hour(local, hour=hour, last_day=last, weekends=[weekend]):
            assert local.hour >= hour
            sent.append(local.date())
            last = local.date()
        moment += timedelta(minutes=30)
    names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    whole = [wall(start, zone).date() + timedelta(days=n) for n in range(1, 13)]
    assert len(sent) == len(set(sent))
    assert [day for day in sent if day in whole] == [day for day in whole if names[day.weekday()] not in weekend]


@pytest.mark.parametrize(
    ("local", "last_day", "weekends", "is_due"),
    [
        ("2026-03-02T06:59", date(2026, 3, 1), [WEEKEND], False),
        ("2026-03-02T07:00", date(2026, 3, 1), [WEEKEND], True),
        ("2026-03-02T23:00", date(2026, 2, 27), [WEEKEND], True),
        ("2026-03-02T23:00", date(2026, 3, 2), [WEEKEND], False),
        ("2026-03-02T07:30", None, [WEEKEND], True),
        ("2026-03-02T08:00", None, [WEEKEND], False),  # the very first one waits for its hour
        ("2026-03-07T07:00", date(2026, 3, 6), [WEEKEND], False),
        ("2026-03-06T07:00", date(2026, 3, 5), [["FR", "SA"]], False),
        ("2026-03-06T07:00", date(2026, 3, 5), [["FR", "SA"], WEEKEND], True),  # works at two places
        ("2026-03-07T07:00", date(2026, 3, 6), [], True),  # works nowhere: nothing is known of a weekend
    ],
)
def test_hours(local: str, last_day: date | None, weekends: list[list[str]], is_due: bool) -> None:  # noqa: FBT001
    moment = datetime.fromisoformat(local).replace(tzinfo=UTC)
    assert is_hour(moment, hour=7, last_day=last_day, weekends=weekends) is is_due


def asked(moment: datetime, *people: Person) -> list[bool]:
    with at(moment):
        found = due(moment)
    return [person.id in found for person in people]


def choose(person: Person, delivery: Delivery) -> None:
    save_choice = NoticeChoice(person_id=person.id, kind=NoticeKind.DIGEST, delivery=delivery)
    save(save_choice)  # type: ignore[arg-type]


def test_coordinators_get_it_unless_they_choose_otherwise_and_others_if_they_do(world: World) -> None:
    people = (world.coordinator, world.chair, world.radiologist, world.nurse)
    assert asked(MONDAY, *people) == [True, False, False, False]
    choose(world.coordinator, Delivery.OFF)
    choose(world.radiologist, Delivery.AT_ONCE)
    assert asked(MONDAY, *people) == [False, False, True, False]


def test_who_no_longer_coordinates_or_has_no_account_gets_none(world: World) -> None:
    seat = next(seat for seat in world.board.memberships if seat.role is BoardRole.COORDINATOR)
    change(seat, ends_on=date(2026, 3, 1))
    assert asked(MONDAY, world.coordinator) == [False]
    change(seat, ends_on=None)
    change(world.coordinator, state=PersonState.DEACTIVATED)
    assert asked(MONDAY, world.coordinator) == [False]


def test_it_comes_at_the_hour_on_the_readers_clock(world: World) -> None:
    assert asked(MONDAY - timedelta(seconds=1), world.coordinator) == [False]
    change(world.coordinator, zone="Europe/Berlin", digest_hour=15)
    assert [asked(MONDAY + hours * HOUR, world.coordinator) for hours in (0, 1, 2)] == [[False], [True], [False]]
    save(DigestMark(person_id=world.coordinator.id, day=date(2026, 3, 1), until=NOW))  # type: ignore[arg-type]
    assert [asked(MONDAY + hours * HOUR, world.coordinator) for hours in (0, 1, 2)] == [[False], [True], [True]]


def test_the_working_week_is_that_of_the_organization(world: World) -> None:
    friday, saturday = MONDAY + timedelta(days=4), MONDAY + timedelta(days=5)
    sunday = MONDAY + timedelta(days=6) - HOUR  # the clocks have gone forward
    assert [asked(moment, world.coordinator) for moment in (friday, saturday, sunday)] == [[True], [False], [False]]
    change(world.hub, weekend=["FR", "SA"])
    assert [asked(moment, world.coordinator) for moment in (friday, saturday, sunday)] == [[False], [False], [True]]


def test_looking_for_readers_takes_two_queries_whatever_their_number(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    with at(MONDAY):
        one = count_queries(lambda: due(MONDAY))
    for person in (world.chair, world.radiologist):
        save(make_member(world.board, person, BoardRole.COORDINATOR))
    with at(MONDAY):
        three = count_queries(lambda: due(MONDAY))
        assert len(due(MONDAY)) == 3
    assert (one, three) == (2, 2)
