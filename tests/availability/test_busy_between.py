"""When people are taken, from what they publish and what they say."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from eboard.availability.enums import BusyKind
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.availability.periods import Period
from eboard.availability.queries import absences_between, busy_between, known_until
from eboard.core import time
from eboard.people.models import Person
from tests.conftest import NOW
from tests.world import World, save

NINE = datetime(2026, 3, 9, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def calendar(person: Person, *periods: Period, **values: Any) -> PublishedCalendar:
    row = PublishedCalendar(person_id=person.id, host="calendar.example.org", sealed_address=b"-", **values)
    save(row)
    save(*(BusyTime(calendar_id=row.id, starts_at=p.starts_at, ends_at=p.ends_at, kind=p.kind) for p in periods))
    return row


def absence(person: Person, starts_at: datetime, ends_at: datetime, **values: Any) -> Absence:
    row = Absence(
        person_id=person.id,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 9),
        zone=person.zone,
        starts_at=starts_at,
        ends_at=ends_at,
        entered_by_id=person.id,
        **values,
    )
    save(row)
    return row


def test_calendars_and_absences_of_each_person_are_merged(world: World) -> None:
    calendar(world.chair, Period(NINE, NINE + HOUR, BusyKind.BUSY))
    calendar(world.chair, Period(NINE + HOUR / 2, NINE + 3 * HOUR, BusyKind.TENTATIVE))
    absence(world.chair, NINE + 2 * HOUR, NINE + 9 * HOUR)
    calendar(world.deputy, Period(NINE - HOUR, NINE, BusyKind.BUSY))
    calendar(world.radiologist, Period(NINE, NINE + HOUR, BusyKind.BUSY))  # nobody asked
    asked = [world.chair.id, world.deputy.id, world.coordinator.id]
    assert busy_between(asked, NINE, NINE + 4 * HOUR) == {
        world.chair.id: [
            Period(NINE, NINE + HOUR, BusyKind.BUSY),
            Period(NINE + HOUR, NINE + 2 * HOUR, BusyKind.TENTATIVE),
            Period(NINE + 2 * HOUR, NINE + 4 * HOUR, BusyKind.UNAVAILABLE),
        ],
        world.deputy.id: [],
        world.coordinator.id: [],
    }


def test_two_queries_however_many_people(world: World, count_queries: Callable[[Callable[[], object]], int]) -> None:
    people = [world.chair, world.deputy, world.radiologist]
    for person in people:
        calendar(person, Period(NINE, NINE + HOUR, BusyKind.BUSY))
    assert [
        count_queries(lambda few=few: busy_between([p.id for p in people[:few]], NINE, NINE + HOUR)) for few in (1, 3)
    ] == [2, 2]


def test_it_is_known_how_old_the_oldest_reading_is(world: World) -> None:
    calendar(world.chair, read_at=NOW)
    calendar(world.chair, read_at=NOW - HOUR)
    calendar(world.chair)
    calendar(world.deputy)
    asked = [world.chair.id, world.deputy.id, world.nurse.id]
    assert known_until(asked) == {world.chair.id: time.now() - HOUR + timedelta(days=180)}


def test_an_absence_names_its_deputy(world: World) -> None:
    absence(world.chair, NINE, NINE + HOUR, deputy_id=world.deputy.id)
    absence(world.chair, NINE + 2 * HOUR, NINE + 3 * HOUR)
    found = absences_between([world.chair.id], NINE, NINE + HOUR)
    assert [one.deputy for one in found] == [world.deputy]
