"""For whom a summary is made: the boards and rights of one person, and the stretch of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from eboard.boards.enums import STAFF_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.boards.queries import is_seated
from eboard.cases.models import Case, CaseNamedPerson
from eboard.core.db import db
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.queries import choices_of
from eboard.people.enums import CARE_ROLES
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_current


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """One person, from ``since`` (excluded) to ``until``."""

    person: Person
    since: datetime
    until: datetime
    coordinated: frozenset[UUID]  # ids of boards
    staffed: frozenset[UUID]
    seated: frozenset[UUID]  # also as a panelist; an observer is told nothing
    choices: Mapping[NoticeKind, Delivery]

    def saw(self, column: Any) -> ColumnElement[bool]:
        """Whether an instant lies in the stretch."""
        return and_(column > self.since, column <= self.until)

    def is_other(self, column: Any) -> ColumnElement[bool]:
        """Whether somebody else did it: what one did oneself is no news."""
        return or_(column.is_(None), column != self.person.id)

    def wants(self, kind: NoticeKind) -> bool:
        """Whether news of a kind belong in."""
        return self.choices.get(kind) is not Delivery.OFF


def reader_of(person: Person, *, since: datetime, until: datetime) -> Reader:
    """What a person may be told of; two queries."""
    seats = db.session.execute(
        select(BoardMembership.board_id, BoardMembership.role).where(
            BoardMembership.person_id == person.id, BoardMembership.role != BoardRole.OBSERVER, is_seated()
        )
    ).all()
    return Reader(
        person=person,
        since=since,
        until=until,
        coordinated=frozenset(seat.board_id for seat in seats if seat.role is BoardRole.COORDINATOR),
        staffed=frozenset(seat.board_id for seat in seats if seat.role in STAFF_ROLES),
        seated=frozenset(seat.board_id for seat in seats),
        choices=choices_of(person.id),
    )


def is_open_to(person_id: UUID) -> ColumnElement[bool]:
    """A restricted `Case` is there for the people it names only."""
    named = select(CaseNamedPerson.case_id).where(CaseNamedPerson.person_id == person_id)
    return or_(~Case.is_restricted, Case.id.in_(named))


def is_own(person_id: UUID, *also: ColumnElement[bool]) -> ColumnElement[bool]:
    """A `Case` the person nominated, referred or presents, or ``also``, while in its organization's care team."""
    working = select(Affiliation.organization_id).where(
        Affiliation.person_id == person_id, Affiliation.role.in_(CARE_ROLES), is_current()
    )
    contacts = (Case.nominated_by_id, Case.referrer_id, Case.presenter_id)
    is_contact = or_(*(contact == person_id for contact in contacts), *also)
    return and_(is_contact, Case.organization_id.in_(working), is_open_to(person_id))
