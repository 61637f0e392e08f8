"""What people left behind, who could take it over, and taking it over.

A duty waits until it is settled, or until what it points at needs nobody any more: the case has a presenter again, the
meeting has begun, the seat was filled on the page of its board.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.access.gate import visible
from eboard.access.leaving import UNDER_WAY, unsigned_on
from eboard.access.permissions import Permission
from eboard.audit import Actor
from eboard.boards.actions.members import add_member
from eboard.boards.enums import PHYSICIAN_ROLES, SIGNING_ROLES, BoardRole
from eboard.boards.models import Board, BoardMembership
from eboard.boards.queries import is_seated
from eboard.cases.actions.nominate import name_nominator, save_case
from eboard.cases.models import Case
from eboard.cases.states import OPEN_TO_EDITS
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.agenda import change_item
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_ITEMS
from eboard.meetings.models import AgendaItem
from eboard.membership.actions import settle_duty
from eboard.membership.enums import DutyKind
from eboard.membership.models import LeftDuty
from eboard.people.enums import CARE_ROLES, AffiliationRole, PersonState, Specialty
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_current
from eboard.preparation.actions.preparers import choose_preparer
from eboard.preparation.models import Preparer

MOST = 60  # people offered for one duty


@dataclass(frozen=True, slots=True)
class Left:
    """A duty that waits."""

    row: LeftDuty
    board: Any  # the Board of a seat or of a meeting, else None
    case: Any  # the Case, but for a seat
    item: Any  # the AgendaItem of what belongs to a meeting, else None
    unsigned: int  # outcomes that wait for whoever takes this seat
    candidates: Sequence[Person]
    proposed: Person | None


class Known:
    """What the duties point at, and who works there; a fixed number of queries, however many duties there are."""

    def __init__(self, rows: Sequence[LeftDuty]) -> None:
        self.items = _by_id(
            select(AgendaItem)
            .where(AgendaItem.id.in_({row.item_id for row in rows}))
            .options(joinedload(AgendaItem.meeting), joinedload(AgendaItem.case))
        )
        self.cases = _by_id(select(Case).where(Case.id.in_({row.case_id for row in rows})))
        self.boards = _by_id(select(Board).where(Board.id.in_({row.board_id for row in rows})))
        self.readers: Mapping[tuple[UUID | None, Specialty | None], UUID] = {
            (one.item_id, one.specialty): one.person_id
            for one in db.session.scalars(select(Preparer).where(Preparer.item_id.in_(self.items)))
        }
        self.seats = self._seats()
        self.homes = self._homes(rows)
        self.people = self._people()
        self.physicians = self._physicians()
        self.filled = self._filled()
        self.unsigned = unsigned_on({row.board_id for row in rows if row.board_id is not None})

    def _seats(self) -> Mapping[UUID | None, Sequence[BoardMembership]]:
        found: dict[UUID | None, list[BoardMembership]] = {board_id: [] for board_id in self.boards}
        for seat in db.session.scalars(
            select(BoardMembership)
            .join(BoardMembership.person)
            .where(BoardMembership.board_id.in_(self.boards), is_seated(), Person.state == PersonState.ACTIVE)
            .order_by(Person.family_name, Person.given_name, BoardMembership.id)
            .options(joinedload(BoardMembership.person).selectinload(Person.specialties))
        ):
            found[seat.board_id].append(seat)
        return found

    def _homes(self, rows: Sequence[LeftDuty]) -> Mapping[UUID, set[UUID]]:
        """Where the leavers worked."""
        found: dict[UUID, set[UUID]] = {row.person_id: set() for row in rows}
        for person_id, organization_id in db.session.execute(
            select(Affiliation.person_id, Affiliation.organization_id).where(Affiliation.person_id.in_(found))
        ):
            found[person_id].add(organization_id)
        return found

    def _people(self) -> Mapping[UUID, Sequence[Person]]:
        """Who works in the care of each organization concerned, by name."""
        concerned = {
            case.organization_id for case in (*self.cases.values(), *(one.case for one in self.items.values()))
        }
        found: dict[UUID, dict[UUID, Person]] = {}
        for organization_id, person in db.session.execute(
            select(Affiliation.organization_id, Person)
            .join(Person, Person.id == Affiliation.person_id)
            .where(
                Affiliation.organization_id.in_(concerned.union(*self.homes.values())),
                Affiliation.role.in_(CARE_ROLES),
                is_current(),
                Person.state == PersonState.ACTIVE,
            )
            .order_by(Person.family_name, Person.given_name, Person.id)
            .options(selectinload(Person.specialties))
        ):
            found.setdefault(organization_id, {})[person.id] = person
        return {organization_id: list(people.values()) for organization_id, people in found.items()}

    def _physicians(self) -> Collection[UUID]:
        """Who of the people of the boards and of the leavers' organizations is a physician."""
        seated = {seat.person_id for seats in self.seats.values() for seat in seats}
        around = {person.id for people in self.people.values() for person in people}
        return set(
            db.session.scalars(
                select(Affiliation.person_id).where(
                    Affiliation.person_id.in_(seated | around),
                    Affiliation.role == AffiliationRole.PHYSICIAN,
                    is_current(),
                )
            )
        )

    def _filled(self) -> Collection[UUID]:
        """The empty seats that somebody was given on the page of the board since; each one given fills one."""
        left = db.session.scalars(
            select(LeftDuty)
            .where(LeftDuty.kind == DutyKind.SEAT, LeftDuty.board_id.in_(self.boards))
            .order_by(LeftDuty.created_at, LeftDuty.id)
        ).all()
        handed = {(row.board_id, row.role, row.taken_by_id) for row in left}
        waiting = [row for row in left if row.settled_at is None]
        filled: set[UUID] = set()
        for seat in sorted((one for seats in self.seats.values() for one in seats), key=lambda one: one.created_at):
            if (seat.board_id, seat.role, seat.person_id) in handed:
                continue
            fits = (row.id for row in waiting if row.id not in filled and _is_filled_by(row, seat))
            filled.update(islice(fits, 1))
        return filled

    def case_of(self, row: LeftDuty) -> Any:
        """The case a duty is about; None for a seat."""
        item = self.items.get(row.item_id)
        return item.case if item is not None else self.cases.get(row.case_id)

    def is_coming(self, row: LeftDuty) -> bool:
        """Whether the case is still on the agenda of a meeting that has not begun."""
        item = self.items[row.item_id]
        return item.state in OPEN_ITEMS and item.meeting.state in CHANGEABLE_STATES

    def described(self, row: LeftDuty) -> Left:
        """A duty with who could take it over, the best fitting first."""
        case = self.case_of(row)
        near, others = self._for_board(row) if row.kind in ON_BOARDS else self._for_case(case)
        return Left(
            row=row,
            board=self.boards.get(row.board_id),
            case=case,
            item=self.items.get(row.item_id),
            unsigned=self.unsigned[row.board_id] if row.board_id and row.role in SIGNING_ROLES else 0,
            candidates=(*near, *others)[:MOST],
            proposed=near[0] if near else None,
        )

    def _for_board(self, row: LeftDuty) -> tuple[Sequence[Person], Sequence[Person]]:
        """Who fits, the deputy of a chair, then who has the specialty; and who else could take it.

        They are the board's people without this role, then colleagues of the leaver; physicians for a physician's seat.
        """
        seats = self.seats[row.board_id]
        taken = {seat.person_id for seat in seats if seat.role == row.role}
        deputies = {seat.person_id for seat in seats if seat.role is BoardRole.DEPUTY}
        colleagues = (person for home in sorted(self.homes[row.person_id]) for person in self.people.get(home, ()))
        people = {person.id: person for person in (*(seat.person for seat in seats), *colleagues)}
        possible = [
            person
            for person in people.values()
            if person.id not in taken and (row.role not in PHYSICIAN_ROLES or person.id in self.physicians)
        ]
        first = [person for person in possible if row.role == BoardRole.CHAIR and person.id in deputies]
        same = [person for person in possible if row.specialty in {one.specialty for one in person.specialties}]
        return _parted(possible, {person.id: person for person in (*first, *same)}.values())

    def _for_case(self, case: Case) -> tuple[Sequence[Person], Sequence[Person]]:
        """People of the nominating organization: who has to do with the case, and who else could."""
        near = {case.referrer_id, case.presenter_id, case.nominated_by_id}
        possible = self.people.get(case.organization_id, ())
        return _parted(possible, [person for person in possible if person.id in near])


ON_BOARDS = frozenset({DutyKind.SEAT, DutyKind.PREPARING})


def _parted(possible: Iterable[Person], near: Iterable[Person]) -> tuple[Sequence[Person], Sequence[Person]]:
    first = list(near)
    return first, [person for person in possible if person not in first]


def _is_filled_by(row: LeftDuty, seat: BoardMembership) -> bool:
    asked = (row.board_id, row.role, row.specialty)
    return asked == (seat.board_id, seat.role, seat.specialty) and seat.created_at > row.created_at


def _seat_waits(known: Known, row: LeftDuty) -> bool:
    would_last = row.ends_on is None or row.ends_on >= time.now().date()
    return would_last and row.id not in known.filled


def _presenting_waits(known: Known, row: LeftDuty) -> bool:
    return known.is_coming(row) and known.items[row.item_id].presenter_id is None


def _preparing_waits(known: Known, row: LeftDuty) -> bool:
    return known.is_coming(row) and known.readers.get((row.item_id, row.specialty)) == row.person_id


def _presenter_waits(known: Known, row: LeftDuty) -> bool:
    case = known.cases[row.case_id]
    return case.state in OPEN_TO_EDITS and case.presenter_id is None


def _nominator_waits(known: Known, row: LeftDuty) -> bool:
    case = known.cases[row.case_id]
    return case.state in UNDER_WAY and case.nominated_by_id == row.person_id


WAITS: Mapping[DutyKind, Callable[[Known, LeftDuty], bool]] = {
    DutyKind.SEAT: _seat_waits,
    DutyKind.PRESENTING: _presenting_waits,
    DutyKind.PREPARING: _preparing_waits,
    DutyKind.PRESENTER: _presenter_waits,
    DutyKind.NOMINATOR: _nominator_waits,
}


def left_behind(actor: Actor) -> list[Left]:
    """The duties that wait and that the actor may hand over, by who left and in the order they were left."""
    rows = db.session.scalars(
        visible(actor, LeftDuty, Permission.DUTY_HAND_OVER)
        .where(LeftDuty.settled_at.is_(None))
        .order_by(LeftDuty.person_id, LeftDuty.id)
        .options(joinedload(LeftDuty.person))
    ).all()
    if not rows:
        return []
    known = Known(rows)
    return [known.described(row) for row in rows if WAITS[row.kind](known, row)]


def hand_over(*, actor: Actor, left: Left, successor: Person | None) -> None:
    """Let somebody take a duty over, or say that nobody is needed.

    Raises DomainError for somebody who was not among those offered, and as the board, the agenda or the case refuses.
    """
    if successor is not None:
        if successor.id not in {person.id for person in left.candidates}:
            raise DomainError(_("Choose somebody of the list."), field="successor")
        _take(actor, left, successor)
    settle_duty(actor=actor, row=left.row, successor=successor)


def _take(actor: Actor, left: Left, successor: Person) -> None:
    row, item, case = left.row, left.item, left.case
    if row.kind is DutyKind.SEAT:
        add_member(
            actor=actor,
            board=left.board,
            person=successor,
            role=BoardRole.of(row.role),
            specialty=row.specialty,
            starts_on=time.now().date(),
            ends_on=row.ends_on,
        )
    elif row.kind is DutyKind.PREPARING:
        choose_preparer(actor=actor, item=item, specialty=row.specialty, person_id=successor.id)  # type: ignore[arg-type]
    elif row.kind is DutyKind.PRESENTING:
        change_item(actor=actor, item=item, minutes=item.minutes, presenter_id=successor.id)
    elif row.kind is DutyKind.PRESENTER:
        save_case(actor=actor, case=case, values={"presenter_id": successor.id}, version=case.row_version)
    else:
        name_nominator(actor=actor, case=case, person_id=successor.id)


def _by_id(statement: Select[Any]) -> dict[UUID | None, Any]:
    return {row.id: row for row in db.session.scalars(statement)}
