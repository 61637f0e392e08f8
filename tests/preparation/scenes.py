"""A published meeting with cases, and more people who can prepare them."""

from eboard.audit import Actor
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.enums import CaseState, MaterialKind, MaterialState
from eboard.cases.models import Case, CaseNamedPerson, Material
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import short_tag
from eboard.invitations.enums import Answer, Participation
from eboard.invitations.models import Invitation
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import AffiliationRole, Specialty
from eboard.people.models import Person
from eboard.preparation.models import Preparer
from tests.world import World, make_case, make_item, make_meeting, make_member, make_person

RADIOLOGY, PATHOLOGY = Specialty.RADIOLOGY, Specialty.PATHOLOGY
QUESTION = "Marker question of the list"


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def make_scene(world: World, cases: int = 1, **values: object) -> Meeting:
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
        for number in range(1, cases + 1):
            case = make_case(
                world.north,
                world.board,
                state=CaseState.SCHEDULED,
                question=f"{QUESTION} {number}",
                nominated_by_id=world.nurse.id,
            )
            make_item(meeting, case, number)
    return meeting


def seat(world: World, name: str, specialty: Specialty, most_cases: int | None = None) -> Person:
    with unit_of_work():
        person = make_person(name, world.hub, AffiliationRole.PHYSICIAN)
        member: BoardMembership = make_member(world.board, person, BoardRole.PANELIST, specialty)
        member.most_cases = most_cases
    return person


def cap(person: Person, most_cases: int) -> None:
    with unit_of_work():
        for member in db.session.query(BoardMembership).filter_by(person_id=person.id):
            member.most_cases = most_cases


def need(case: Case, what: str, kind: MaterialKind, state: MaterialState, **values: object) -> Material:
    with unit_of_work():
        material = Material(case_id=case.id, kind=kind, what=what, state=state, **values)
        db.session.add(material)
    return material


def restrict(case: Case, *people: Person) -> None:
    with unit_of_work():
        case.is_restricted = True
        for person in people:
            db.session.add(CaseNamedPerson(case_id=case.id, person_id=person.id))


def answer(meeting: Meeting, person: Person, said: Answer) -> None:
    with unit_of_work():
        row = db.session.query(Invitation).filter_by(meeting_id=meeting.id, person_id=person.id).one_or_none()
        if row is None:
            row = Invitation(
                meeting_id=meeting.id, person_id=person.id, tag=short_tag(), participation=Participation.REQUIRED
            )
            db.session.add(row)
        row.answer = said


def named(meeting: Meeting, specialty: Specialty) -> dict[int, Person]:
    """The stored preparer of each case, by its position."""
    db.session.expire_all()
    rows = db.session.query(Preparer, AgendaItem).join(AgendaItem, AgendaItem.id == Preparer.item_id)
    return {
        item.position: row.person for row, item in rows if item.meeting_id == meeting.id and row.specialty is specialty
    }
