"""Who is wanted in two meetings at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from sqlalchemy import and_, or_, select

from eboard.boards.models import BoardMembership
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.meetings.enums import OPEN_ITEMS, OPEN_STATES
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.meetings.queries.invitees import ASKED_AS
from eboard.people.models import Person


@dataclass(frozen=True, slots=True)
class Clash:
    """A person and two meetings that overlap."""

    person: Person
    first: Meeting
    second: Meeting


def clashes(meetings: Sequence[Meeting]) -> list[Clash]:
    """Everybody wanted in two of these meetings at once, by the time of the first; a constant number of queries."""
    overlapping = [pair for pair in combinations(meetings, 2) if _overlap(*pair)]
    ids = {meeting.id for pair in overlapping for meeting in pair}
    if not ids:
        return []
    wanted: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting_id, person_id in _wanted(ids):
        wanted[meeting_id].add(person_id)
    found = [(pair, person_id) for pair in overlapping for person_id in wanted[pair[0].id] & wanted[pair[1].id]]
    people = {
        person.id: person
        for person in db.session.scalars(select(Person).where(Person.id.in_({person_id for _, person_id in found})))
    }
    clashing = [Clash(people[person_id], *pair) for pair, person_id in found]
    return sorted(clashing, key=lambda clash: (clash.first.starts_at, clash.person.family_name, clash.person.id))


def _overlap(first: Meeting, second: Meeting) -> bool:
    both_open = first.state in OPEN_STATES and second.state in OPEN_STATES
    return both_open and first.starts_at < second.ends_at and second.starts_at < first.ends_at


def _wanted(meeting_ids: set[UUID]) -> Iterator[tuple[UUID, UUID]]:
    members = (
        select(Meeting.id, BoardMembership.person_id)
        .join(
            BoardMembership,
            and_(
                BoardMembership.board_id == Meeting.board_id,
                BoardMembership.role.in_(ASKED_AS),
                BoardMembership.starts_on <= Meeting.day,
                or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= Meeting.day),
            ),
        )
        .where(Meeting.id.in_(meeting_ids))
    )
    items = (
        select(AgendaItem.meeting_id, AgendaItem.presenter_id, Case.referrer_id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.state.in_(OPEN_ITEMS))
    )
    guests = select(Guest.meeting_id, Guest.person_id).where(Guest.meeting_id.in_(meeting_ids))
    for meeting_id, *people in (*db.session.execute(members), *db.session.execute(items), *db.session.execute(guests)):
        yield from ((meeting_id, person_id) for person_id in people if person_id is not None)
