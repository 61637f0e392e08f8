"""Who is named by a restricted case, and who may be."""

from uuid import UUID

from sqlalchemy import or_, select

from eboard.boards.models import BoardMembership
from eboard.cases.models import Case, CaseNamedPerson
from eboard.cases.queries.colleagues import colleagues
from eboard.core import time
from eboard.core.db import db
from eboard.people.models import Person


def named_on(case: Case) -> set[UUID]:
    """Ids of the persons a case names."""
    return set(db.session.scalars(select(CaseNamedPerson.person_id).where(CaseNamedPerson.case_id == case.id)))


def may_be_named(case: Case) -> dict[UUID, str]:
    """Everybody who could see the case if it named them, with their names: its care team and its board."""
    today = time.now().date()
    on_board = select(BoardMembership.person_id).where(
        BoardMembership.board_id == case.board_id,
        BoardMembership.starts_on <= today,
        or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= today),
    )
    people = colleagues(case.organization_id).with_only_columns(Person.id).order_by(None)
    statement = select(Person).where(or_(Person.id.in_(people), Person.id.in_(on_board)))
    return {person.id: person.name for person in db.session.scalars(statement.order_by(Person.family_name))}
