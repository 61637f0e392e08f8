"""Whom to ask for a specialty that may be missing.

First come the deputies that those name who are away, then whoever was on the board, one of its guests, or belongs to
its host or to an organization with a case on the agenda. Each covers the specialty, is active, is not asked yet and not
known to be taken at that time. Deputies come first, then the chance decides, then the burden of the hour.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import selectinload

from eboard.availability.burden import Place
from eboard.boards.models import BoardMembership
from eboard.core.db import db
from eboard.core.time import wall
from eboard.forecast.chances import chance_of
from eboard.forecast.forecast import Chance, Shortfall
from eboard.forecast.queries import FEW, Known, known_of, span_of
from eboard.invitations.attendees import places
from eboard.meetings.agenda import shown
from eboard.meetings.models import Guest, Meeting
from eboard.meetings.overview import specialties_of
from eboard.people.enums import PersonState, Specialty
from eboard.people.models import Affiliation, Person, PersonSpecialty
from eboard.people.queries.affiliations import is_current

MOST = 3  # for each specialty
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could be asked: the chance to come, and in point-minutes what the hour asks of him or her."""

    person: Person
    is_deputy: bool
    chance: Chance
    burden: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A specialty that may be missing, and whom to ask, the best first."""

    shortfall: Shortfall
    candidates: Sequence[Candidate]


def suggest(
    meeting: Meeting,
    shortfalls: Sequence[Shortfall],
    *,
    asked: Sequence[Person],
    known: Known,
    choosable: Select[Person],
) -> list[Suggestion]:
    """Whom of ``choosable`` to ask for each shortfall; eleven queries, or none when nothing may be missing."""
    if not shortfalls:
        return []
    deputies = _deputies(asked, known)
    wanted = frozenset(one.specialty for one in shortfalls)
    people = _people(meeting, choosable, wanted, {one for ids in deputies.values() for one in ids}, asked)
    free = list(_free(meeting, people))
    return [Suggestion(one, _best(free, one.specialty, deputies.get(one.specialty, frozenset()))) for one in shortfalls]


def _deputies(asked: Sequence[Person], known: Known) -> Mapping[Specialty, frozenset[UUID]]:
    """Who stands in for somebody who is away, by the specialties of the latter."""
    covers = {person.id: specialties_of(person) for person in asked}
    found: dict[Specialty, set[UUID]] = defaultdict(set)
    for absence in known.absences:
        for specialty in covers.get(absence.person_id, frozenset()):
            if absence.deputy_id is not None:
                found[specialty].add(absence.deputy_id)
    return {specialty: frozenset(ids) for specialty, ids in found.items()}


def _people(
    meeting: Meeting,
    choosable: Select[Person],
    wanted: frozenset[Specialty],
    deputies: set[UUID],
    asked: Sequence[Person],
) -> Sequence[Person]:
    covering = select(PersonSpecialty.person_id).where(PersonSpecialty.specialty.in_(wanted))
    return db.session.scalars(
        choosable.where(
            Person.state == PersonState.ACTIVE,
            Person.id.not_in([person.id for person in asked]),
            Person.id.in_(covering),
            or_(Person.id.in_(deputies), *_are_near(meeting)),
        )
        .order_by(Person.family_name, Person.given_name, Person.id)
        .options(selectinload(Person.specialties))
    ).all()


def _are_near(meeting: Meeting) -> Iterator[ColumnElement[bool]]:
    """The person was on the board, its guest, or belongs to its host or to an organization with a case here."""
    seats = select(BoardMembership.person_id).where(BoardMembership.board_id == meeting.board_id)
    guests = select(Guest.person_id).join(Meeting, Meeting.id == Guest.meeting_id)
    organizations = {meeting.board.organization_id, *(item.case.organization_id for item in shown(meeting))}
    members = select(Affiliation.person_id).where(Affiliation.organization_id.in_(organizations), is_current())
    yield Person.id.in_(seats)
    yield Person.id.in_(guests.where(Meeting.board_id == meeting.board_id))
    yield Person.id.in_(members)


def _free(meeting: Meeting, people: Sequence[Person]) -> Iterator[Candidate]:
    """Those of whom nothing is known that keeps them away, each with the chance to come."""
    if not people:
        return
    known = known_of(meeting, [person.id for person in people])
    homes = places(people, meeting.day - A_DAY, meeting.day + A_DAY)
    for person in people:
        attendee = known.attendee(person)
        if all(one.share > FEW for one in attendee.taken):
            yield Candidate(
                person=person,
                is_deputy=False,
                chance=Chance(chance_of(attendee, span_of(meeting))),
                burden=_burden(meeting, homes[person.id]),
            )


def _burden(meeting: Meeting, place: Place) -> int:
    return place.strain(wall(meeting.starts_at, place.zone), meeting.minutes).burden


def _best(free: Sequence[Candidate], specialty: Specialty, deputies: frozenset[UUID]) -> list[Candidate]:
    covering = [
        Candidate(person=one.person, is_deputy=one.person.id in deputies, chance=one.chance, burden=one.burden)
        for one in free
        if specialty in specialties_of(one.person)
    ]
    return sorted(covering, key=lambda one: (not one.is_deputy, -one.chance.percent, one.burden))[:MOST]
