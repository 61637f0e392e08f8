"""The people of a board as those who look for a time need them: where each works, and when each is taken."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from eboard.availability.burden import Place
from eboard.availability.periods import merge
from eboard.availability.queries import busy_between
from eboard.availability.rotation import Site
from eboard.availability.slots import Attendee
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board
from eboard.boards.queries import holidays_of
from eboard.invitations.busy import meetings_between
from eboard.meetings.queries import panel_on
from eboard.people.enums import PersonState
from eboard.people.models import Person
from eboard.people.queries.affiliations import homes

AROUND = timedelta(days=2)  # a day of one zone touches three of another


def usually_asked(board: Board, day: date) -> dict[Person, bool]:
    """The active people of a board by family name, and whether each is required: all but observers are."""
    found: dict[Person, bool] = {}
    for seat in panel_on(board.id, day):
        if seat.person.state is PersonState.ACTIVE:
            found[seat.person] = found.get(seat.person, False) or seat.role is not BoardRole.OBSERVER
    return found


def attendees(people: Sequence[Person], required: Collection[UUID], first: date, last: date) -> list[Attendee]:
    """These people with their places and busy times from the first to the last day; six queries."""
    ids = [person.id for person in people]
    starts_at, ends_at = _around(first, -AROUND), _around(last, AROUND)
    where = places(people, first - AROUND, last + AROUND)
    busy = busy_between(ids, starts_at, ends_at)
    meetings = meetings_between(ids, starts_at, ends_at)
    return [
        Attendee(
            person_id=person.id,
            name=person.name,
            sorts_as=f"{person.family_name} {person.given_name}",
            place=where[person.id],
            is_required=person.id in required,
            busy=tuple(merge([*busy[person.id], *meetings[person.id]], starts_at=starts_at, ends_at=ends_at)),
        )
        for person in people
    ]


def places(people: Sequence[Person], first: date, last: date) -> dict[UUID, Place]:
    """Each person's own zone, with the weekend and holidays of the organization where he or she works; two queries."""
    working = homes([person.id for person in people])
    holidays = holidays_of({home.id for home in working.values()}, first, last)
    return {
        person.id: Place(person.zone, frozenset(home.weekend), holidays[home.id]) if home else Place(person.zone)
        for person, home in ((person, working.get(person.id)) for person in people)
    }


def sites(board: Board, day: date) -> list[Site]:
    """The people of a board by zone and weekend, the most first."""
    people = list(usually_asked(board, day))
    working = homes([person.id for person in people])
    counts = Counter(
        Place(person.zone, frozenset(home.weekend)) if home else Place(person.zone)
        for person, home in ((person, working.get(person.id)) for person in people)
    )
    return sorted((Site(*one) for one in counts.items()), key=_most_first)


def _most_first(site: Site) -> tuple[int, str, list[str]]:
    return -site.people, site.place.zone, sorted(site.place.weekend)


def _around(day: date, by: timedelta) -> datetime:
    return datetime.combine(day, time(), UTC) + by
