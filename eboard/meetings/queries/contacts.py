"""Who of a care team hears about the date of its case."""

from collections.abc import Sequence

from sqlalchemy import select

from eboard.core.db import db
from eboard.meetings.models import AgendaItem
from eboard.people.enums import PersonState
from eboard.people.models import Affiliation, Person


def case_contacts(item: AgendaItem) -> Sequence[Person]:
    """Nominator, referrer and presenter, as far as they belong to the nominating organization."""
    case = item.case
    asked = {case.nominated_by_id, case.referrer_id, case.presenter_id, item.presenter_id} - {None}
    own = select(Affiliation.person_id).where(
        Affiliation.organization_id == case.organization_id, Affiliation.approved_at.is_not(None)
    )
    return db.session.scalars(
        select(Person)
        .where(Person.id.in_(asked), Person.id.in_(own), Person.state == PersonState.ACTIVE)
        .order_by(Person.id)
    ).all()
