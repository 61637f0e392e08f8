"""What people bring to a meeting, from which follows when each is needed."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import date
from functools import cache
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import PHYSICIAN_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.meetings.models import Guest, Meeting
from eboard.meetings.needed import Needed, Part, needed
from eboard.people.models import PersonSpecialty

LEADING_ROLES = frozenset({BoardRole.CHAIR, BoardRole.COORDINATOR})


class Dated(Protocol):
    """A meeting as far as it decides what people bring to it."""

    @property
    def id(self) -> UUID:
        """Its id."""

    @property
    def board_id(self) -> UUID:
        """The board it is of."""

    @property
    def day(self) -> date:
        """Its day, on which seats count."""


PartIn = Callable[[Dated, UUID], Part]


class Seat(NamedTuple):
    """A seat as a value: meetings ask about it by the thousand."""

    role: BoardRole
    specialty: str | None
    starts_on: date
    ends_on: date | None

    def counts_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)


def parts_of(people: Collection[UUID]) -> PartIn:
    """Look up what these people bring anywhere, in three queries; the result tells the part of one in one meeting."""
    seats: dict[tuple[UUID, UUID], list[Seat]] = defaultdict(list)
    for row in db.session.scalars(select(BoardMembership).where(BoardMembership.person_id.in_(people))):
        specialty = row.specialty.value if row.specialty else None
        seats[row.board_id, row.person_id].append(Seat(row.role, specialty, row.starts_on, row.ends_on))
    own: dict[UUID, set[str]] = defaultdict(set)
    for brought in db.session.scalars(select(PersonSpecialty).where(PersonSpecialty.person_id.in_(people))):
        own[brought.person_id].add(brought.specialty.value)
    guests = select(Guest.meeting_id, Guest.person_id).where(Guest.person_id.in_(people))
    invited = {(row.meeting_id, row.person_id) for row in db.session.execute(guests)}

    @cache
    def made(person_id: UUID, mine: tuple[Seat, ...], is_guest: bool) -> Part:  # noqa: FBT001 - a part of the key
        sits = is_guest or any(seat.role in PHYSICIAN_ROLES for seat in mine)
        brings = own[person_id].union(seat.specialty for seat in mine if seat.specialty) if sits else ()
        return Part(
            person_id=person_id,
            brings=frozenset(brings),
            leads=any(seat.role in LEADING_ROLES for seat in mine),
            is_guest=is_guest,
        )

    def part(meeting: Dated, person_id: UUID) -> Part:
        mine = tuple(seat for seat in seats[meeting.board_id, person_id] if seat.counts_on(meeting.day))
        return made(person_id, mine, (meeting.id, person_id) in invited)

    return part


def needed_in(meeting: Meeting, person_id: UUID) -> Needed:
    """When one person is needed in one meeting."""
    return needed(meeting, parts_of([person_id])(meeting, person_id))
