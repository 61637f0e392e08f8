"""Finding a time: the laws of the ranking, the burden of local hours, the days the clocks change."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eboard.availability.burden import Place, points
from eboard.availability.enums import Availability, BusyKind
from eboard.availability.grid import make_grid
from eboard.availability.periods import Period
from eboard.availability.reasons import reasons
from eboard.availability.slots import Attendee, Search, Slot, candidates, find_slots, slot_at
from eboard.core.time import wall

MONDAY = date(2026, 3, 9)
EARLIEST = datetime(2026, 3, 1, tzinfo=UTC)
ZONES = ["America/Chicago", "Europe/Berlin", "Asia/Dubai", "Asia/Kolkata", "Pacific/Auckland", "America/Sao_Paulo"]
CHICAGO, DUBAI = Place("America/Chicago"), Place("Asia/Dubai", frozenset({"FR", "SA"}))


def person(number: int, place: Place = CHICAGO, *busy: Period, is_required: bool = True) -> Attendee:
    return Attendee(
        person_id=UUID(int=number), name=f"Person {number:02d}", place=place, is_required=is_required, busy=busy
    )


def look(*attendees: Attendee, **values: object) -> Search:
    return Search(
        **{
            "attendees": attendees,
            "zone": "America/Chicago",
            "first_day": MONDAY,
            "last_day": MONDAY,
            "minutes": 60,
            "hours": (7, 19),
            "earliest": EARLIEST,
            **values,
        }
    )


def busy(start: str, end: str, kind: BusyKind = BusyKind.BUSY) -> Period:
    first, last = (datetime.fromisoformat(f"2026-03-09T{clock}-05:00").astimezone(UTC) for clock in (start, end))
    return Period(first, last, kind)


def clocks(slots: list[Slot]) -> list[str]:
    return [f"{slot.starts:%a %H:%M}" for slot in slots]


moments = st.integers(0, 6 * 24 * 60).map(lambda n: datetime(2026, 3, 27, tzinfo=UTC) + timedelta(minutes=n))
periods = st.builds(
    lambda start, minutes, kind: Period(start, start + timedelta(minutes=minutes), kind),
    moments,
    st.integers(15, 600),
    st.sampled_from(BusyKind),
)
places = st.builds(
    Place,
    st.sampled_from(ZONES),
    st.sampled_from([frozenset({"SA", "SU"}), frozenset({"FR", "SA"})]),
    st.frozensets(st.dates(date(2026, 3, 27), date(2026, 4, 2)), max_size=2),
)
searches = st.builds(
    lambda people, zone, days, minutes, first, long: look(
        *(
            person(n, place, *sorted(times), is_required=required)
            for n, (place, times, required) in enumerate(people, 1)
        ),
        zone=zone,
        first_day=date(2026, 3, 28),
        last_day=date(2026, 3, 28) + timedelta(days=days),
        minutes=minutes,
        hours=(first, min(first + long, 24)),
    ),
    st.lists(st.tuples(places, st.lists(periods, max_size=5), st.booleans()), max_size=5),
    st.sampled_from(ZONES),
    st.integers(0, 3),
    st.sampled_from([15, 45, 60, 90]),
    st.integers(0, 20),
    st.integers(2, 12),
)


def is_free(attendee: Attendee, starts_at: datetime, minutes: int) -> bool:
    """Told minute by minute, as nobody would compute it."""
    at = [starts_at + timedelta(minutes=n) for n in range(minutes)]
    taken = [one for one in attendee.busy if one.kind is not BusyKind.TENTATIVE]
    return not any(one.starts_at <= moment < one.ends_at for one in taken for moment in at)


def all_can_come(search: Search, starts_at: datetime) -> bool:
    return all(is_free(one, starts_at, search.minutes) for one in search.attendees if one.is_required)


@settings(max_examples=60, deadline=None)
@given(searches)
def test_nobody_who_is_required_is_missing_where_a_time_for_all_exists(search: Search) -> None:
    starts = list(candidates(search))
    slots = find_slots(search)
    assert bool(slots) == bool(starts)
    possible = any(all_can_come(search, at) for at in starts)
    assert all(all_can_come(search, slot.starts_at) == possible for slot in slots)


@settings(max_examples=60, deadline=None)
@given(searches)
def test_slots_lie_in_the_window_do_not_overlap_and_stand_in_order(search: Search) -> None:
    slots = find_slots(search)
    first, last = search.hours
    for slot in slots:
        assert search.first_day <= slot.starts.date() == slot.ends.date() <= search.last_day
        assert slot.starts.time() >= time(first)
        assert slot.ends.hour * 60 + slot.ends.minute <= last * 60
        assert slot.ends_at - slot.starts_at == timedelta(minutes=search.minutes)
    for one, other in ((a, b) for a in slots for b in slots if a is not b):
        assert one.ends_at <= other.starts_at or other.ends_at <= one.starts_at
    assert [(slot.rank, slot.starts_at) for slot in slots] == sorted((slot.rank, slot.starts_at) for slot in slots)
    assert len(slots) <= search.count


@settings(max_examples=60, deadline=None)
@given(searches, st.randoms(use_true_random=False))
def test_the_order_of_the_people_changes_nothing(search: Search, chance: object) -> None:
    people = list(search.attendees)
    chance.shuffle(people)  # type: ignore[attr-defined]
    assert find_slots(replace(search, attendees=people)) == find_slots(search)


@settings(max_examples=60, deadline=None)
@given(searches.filter(lambda search: search.attendees), periods, st.integers(0, 4))
def test_a_further_busy_time_improves_no_time(search: Search, period: Period, number: int) -> None:
    people = list(search.attendees)
    number %= len(people)
    people[number] = replace(people[number], busy=tuple(sorted((*people[number].busy, period))))
    for at in candidates(search):
        assert slot_at(people, at, search).rank >= slot_at(search.attendees, at, search).rank


@settings(max_examples=60, deadline=None)
@given(searches)
def test_the_first_is_the_best_of_all(search: Search) -> None:
    ranks = [(slot_at(search.attendees, at, search).rank, at) for at in candidates(search)]
    assert [(slot.rank, slot.starts_at) for slot in find_slots(search)[:1]] == sorted(ranks)[:1]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 1439), st.integers(1, 480), places)
def test_a_longer_meeting_asks_no_less_and_a_day_off_more(zone: str, minute: int, minutes: int, place: Place) -> None:
    starts = datetime(2026, 3, 30, *divmod(minute, 60), tzinfo=UTC)
    working = Place(zone, frozenset())
    assert place.strain(starts, minutes + 1).burden >= place.strain(starts, minutes).burden
    assert place.strain(starts, minutes).burden >= working.strain(starts, minutes).burden


@pytest.mark.parametrize(
    ("clock", "minutes", "asks", "word"),
    [
        ("09:00", 60, 0, Availability.FREE),
        ("16:30", 60, 1, Availability.EARLY_OR_LATE),
        ("07:00", 60, 2, Availability.EARLY_OR_LATE),
        ("19:00", 60, 4, Availability.EARLY_OR_LATE),
        ("21:00", 60, 6, Availability.EARLY_OR_LATE),
        ("21:59", 60, 11.9, Availability.NIGHT),
        ("23:30", 120, 24, Availability.NIGHT),
        ("05:30", 60, 8, Availability.NIGHT),
    ],
)
def test_the_burden_of_the_hours(clock: str, minutes: int, asks: float, word: Availability) -> None:
    strain = CHICAGO.strain(datetime.fromisoformat(f"2026-03-09T{clock}"), minutes)
    assert (points(strain.burden), strain.availability) == (asks, word)


def test_a_weekend_is_that_of_the_organization_and_a_holiday_is_named_first() -> None:
    friday = datetime.fromisoformat("2026-03-13T09:00")
    assert CHICAGO.strain(friday, 60).burden == 0
    assert (DUBAI.strain(friday, 60).burden, DUBAI.strain(friday, 60).availability) == (360, Availability.WEEKEND)
    feast = replace(DUBAI, holidays=frozenset({date(2026, 3, 12)}))
    night = feast.strain(datetime.fromisoformat("2026-03-12T23:30"), 60)
    assert (night.burden, night.availability) == (60 * 12 + 30 * 6 + 30 * 6, Availability.HOLIDAY)


def test_the_hours_of_all_zones_decide_between_free_times() -> None:
    search = look(person(1), person(2, DUBAI))
    best, second, *_rest = find_slots(search)
    assert clocks([best, second]) == ["Mon 07:30", "Mon 08:30"]  # 16:30 and 17:30 in Dubai
    assert [best.rank, second.rank] == [(0, 0, 0, 120, 60), (0, 0, 0, 180, 180)]


def test_a_required_person_counts_before_optional_ones_and_both_before_the_hour() -> None:
    search = look(
        person(1, CHICAGO, busy("08:00", "17:00")),
        person(2, CHICAGO, busy("07:00", "08:00"), is_required=False),
        person(3, CHICAGO, busy("17:00", "19:00"), is_required=False),
        person(4, CHICAGO, busy("17:00", "18:00", BusyKind.TENTATIVE), is_required=False),
    )
    assert clocks(find_slots(search)) == ["Mon 07:00", "Mon 18:00", "Mon 17:00"]
    assert reasons(find_slots(search)[0]) == [
        "All required people can come; not: Person 02.",
        "Burden 6.0, most for Person 01: 07:00 (early or late).",
    ]


def test_the_sentences_say_who_is_missing_and_what_the_hour_asks() -> None:
    taken = busy("07:00", "19:00")
    search = look(
        *(person(n, CHICAGO, taken) for n in range(1, 6)),
        person(6, CHICAGO, replace(taken, kind=BusyKind.TENTATIVE)),
        person(7, CHICAGO, replace(taken, kind=BusyKind.UNAVAILABLE), is_required=False),
    )
    assert reasons(find_slots(search)[0]) == [
        "Required and missing: Person 01, Person 02, Person 03 and 2 more.",
        "Optional and missing: Person 07.",
        "Perhaps busy: Person 06.",
        "It lies within working hours for everybody who can come.",
    ]
    assert reasons(find_slots(look(person(1), person(2, CHICAGO, taken)))[0])[0] == ("Required and missing: Person 02.")
    assert reasons(find_slots(look(person(1), person(2)))[0])[0] == "All 2 people can come."


def test_the_slots_spread_over_the_days() -> None:
    week = look(person(1), last_day=MONDAY + timedelta(days=6))
    assert clocks(find_slots(week)) == [
        "Mon 08:00", "Mon 09:00", "Tue 08:00", "Tue 09:00", "Wed 08:00", "Wed 09:00", "Thu 08:00", "Thu 09:00",
    ]  # fmt: skip
    assert len(find_slots(look(person(1)))) == 8


def test_nothing_starts_before_the_notice() -> None:
    earliest = datetime(2026, 3, 9, 18, 20, tzinfo=UTC)  # 13:20 in Chicago
    assert clocks(find_slots(look(person(1), earliest=earliest, count=1))) == ["Mon 13:30"]
    assert find_slots(look(person(1), earliest=earliest + timedelta(days=1))) == []


@pytest.mark.parametrize(
    ("day", "offered"),
    [
        (date(2026, 3, 8), ["00:00", "00:30", "01:00", "01:30", "03:00", "03:30", "04:00"]),  # no 02:00 to 03:00
        (date(2026, 11, 1), ["02:00", "02:30", "03:00", "03:30", "04:00"]),  # 01:00 to 02:00 twice
    ],
)
def test_a_time_that_the_clocks_skip_or_repeat_is_never_offered(day: date, offered: list[str]) -> None:
    search = look(person(1), first_day=day, last_day=day, hours=(0, 5))
    found = [wall(at, search.zone) for at in candidates(search)]
    assert [f"{at:%H:%M}" for at in found if at.minute in {0, 30}] == offered


def test_a_day_of_24_hours_ends_before_midnight() -> None:
    search = look(person(1), hours=(22, 24))
    assert [f"{wall(at, search.zone):%H:%M}" for at in candidates(search)] == ["22:00", "22:15", "22:30", "22:45"]


def test_the_grid_shows_each_zone_on_its_own_clocks() -> None:
    search = look(
        person(1, CHICAGO, busy("08:00", "09:30")),
        person(2, DUBAI),
        person(3, Place("Asia/Kolkata")),
        hours=(7, 10),
    )
    slots = find_slots(search)
    grid = make_grid(search, slots, MONDAY)
    assert [zone.name for zone in grid.zones] == ["America/Chicago", "Asia/Dubai", "Asia/Kolkata"]
    assert [f"{hour:%H:%M}" for hour in grid.zones[2].hours] == ["17:30", "18:30", "19:30"]
    chicago, dubai = (zone.lines[0].runs for zone in grid.zones[:2])
    assert [(run.availability, run.cells, f"{run.starts:%H:%M}-{run.ends:%H:%M}") for run in chicago] == [
        (Availability.EARLY_OR_LATE, 2, "07:00-08:00"),
        (Availability.BUSY, 3, "08:00-09:30"),
        (Availability.FREE, 1, "09:30-10:00"),
    ]
    assert [(run.availability, f"{run.starts:%H:%M}") for run in dubai] == [
        (Availability.FREE, "16:00"),
        (Availability.EARLY_OR_LATE, "17:00"),
    ]
    assert clocks(slots) == ["Mon 07:00"]
    assert [(mark.number, mark.cells) for mark in grid.marks] == [(1, 2), (0, 4)]
    assert (grid.cells, list(grid.hours)) == (6, [7, 8, 9])
