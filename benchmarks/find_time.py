"""Find a time for 60 people in 20 zones within 4 weeks, in steps of 15 minutes.

The floor is what cannot be avoided: one conversion of every start to every zone.

Run: python -m benchmarks.find_time
"""

import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from benchmarks.measure import median_ms, row
from eboard.availability.burden import Place
from eboard.availability.enums import BusyKind
from eboard.availability.grid import make_grid
from eboard.availability.periods import Period
from eboard.availability.slots import Attendee, Search, candidates, find_slots
from eboard.core.time import wall

ZONES = [
    "America/Chicago", "America/New_York", "America/Sao_Paulo", "America/Mexico_City", "America/Bogota",
    "Europe/London", "Europe/Berlin", "Europe/Athens", "Africa/Cairo", "Africa/Lagos", "Asia/Riyadh", "Asia/Dubai",
    "Asia/Karachi", "Asia/Kolkata", "Asia/Dhaka", "Asia/Singapore", "Asia/Manila", "Asia/Seoul", "Australia/Sydney",
    "Pacific/Auckland",
]  # fmt: skip
PEOPLE, WEEKS, BUSY_A_DAY = 60, 4, 6
FIRST = date(2026, 3, 2)
KINDS = [*BusyKind]


def people() -> list[Attendee]:
    chance = random.Random(1)
    begin = datetime(2026, 3, 2, tzinfo=UTC)
    found = []
    for number in range(PEOPLE):
        starts = sorted(
            begin + timedelta(minutes=15 * chance.randrange(WEEKS * 7 * 96)) for _ in range(WEEKS * 7 * BUSY_A_DAY)
        )
        busy = tuple(
            Period(at, at + timedelta(minutes=chance.randrange(15, 120)), chance.choice(KINDS)) for at in starts
        )
        place = Place(ZONES[number % len(ZONES)], holidays=frozenset({FIRST + timedelta(days=number % 28)}))
        found.append(
            Attendee(
                person_id=UUID(int=number), name=f"Person {number}", place=place, is_required=number % 3 > 0, busy=busy
            )
        )
    return found


def main() -> None:
    for hours in ((7, 19), (0, 24)):
        search = Search(
            attendees=people(),
            zone="America/Chicago",
            first_day=FIRST,
            last_day=FIRST + timedelta(days=WEEKS * 7 - 1),
            minutes=60,
            hours=hours,
            earliest=datetime(2026, 3, 1, tzinfo=UTC),
        )
        starts = list(candidates(search))
        slots = find_slots(search)
        name = f"{PEOPLE} people, {WEEKS} weeks, {hours[0]}–{hours[1]} h, {len(starts):,} starts"
        taken = median_ms(lambda search=search: find_slots(search))
        floor = median_ms(lambda starts=starts: [wall(at, zone) for zone in ZONES for at in starts])
        drawn = median_ms(lambda search=search, slots=slots: make_grid(search, slots, slots[0].starts.date()))
        row(name, f"{taken:.0f} ms", f"floor {floor:.0f} ms", f"grid {drawn:.0f} ms", widths=(52, 12, 16, 14))


if __name__ == "__main__":
    main()
