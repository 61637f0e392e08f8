"""What people bring to a meeting, from which follows when each is needed."""

from collections import defaultdict
from collections.abc import Callable, Collection
from uuid import UUID

from sqlalchemy import select

from eboard.boards.enums import PHYSICIAN_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.meetings.models import Guest, Meeting
from eboard.meetings.needed import Needed, Part, needed
from eboard.people.models import PersonSpecialty

LEADING_ROLES = frozenset({BoardRole.CHAIR, BoardRole.COORDINATOR})

PartIn = Callable[[Meeting, UUID], Part]


def parts_of(people: Collection[UUID]) -> PartIn:
    """Look up what these people bring anywhere, in three queries; the result tells the part of one in one meeting."""
    seats: dict[tuple[UUID, UUID], list[BoardMembership]] = defaultdict(list)
    for seat in db.session.scalars(select(BoardMembership).where(BoardMembership.person_id.in_(people))):
        seats[seat.board_id, seat.person_id].append(seat)
    own: dict[UUID, set[str]] = defaultdict(set)
    for row in db.session.scalars(select(PersonSpecialty).where(PersonSpecialty.person_id.in_(people))):
        own[row.person_id].add(row.specialty.value)
    guests = select(Guest.meeting_id, Guest.person_id).where(Guest.person_id.in_(people))
    invited = {(row.meeting_id, row.person_id) for row in db.session.execute(guests)}

    def part(meeting: Meeting, person_id: UUID) -> Part:
        mine = [seat for seat in seats[meeting.board_id, person_id] if _counts(seat, meeting)]
        is_guest = (meeting.id, person_id) in invited
        sits = is_guest or any(seat.role in PHYSICIAN_ROLES for seat in mine)
        return Part(
            person_id=person_id,
            brings=frozenset(own[person_id]).union(seat.specialty.value for seat in mine if seat.specialty)
            if sits
            else frozenset(),
            leads=any(seat.role in LEADING_ROLES for seat in mine),
            is_guest=is_guest,
        )

    return part


def needed_in(meeting: Meeting, person_id: UUID) -> Needed:
    """When one person is needed in one meeting."""
    return needed(meeting, parts_of([person_id])(meeting, person_id))


def _counts(seat: BoardMembership, meeting: Meeting) -> bool:
    return seat.starts_on <= meeting.day and (seat.ends_on is None or seat.ends_on >= meeting.day)
