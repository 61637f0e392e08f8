"""Who of a care team hears about the date of its case."""

from collections.abc import Sequence

from sqlalchemy import select

from eboard.cases.queries.care_team import hears_of
from eboard.core.db import db
from eboard.meetings.models import AgendaItem
from eboard.people.models import Person


def case_contacts(item: AgendaItem) -> Sequence[Person]:
    """Nominator, referrer and presenter, as far as they hear of the case."""
    case = item.case
    asked = {case.nominated_by_id, case.referrer_id, case.presenter_id, item.presenter_id} - {None}
    return db.session.scalars(select(Person).where(Person.id.in_(asked), hears_of(case)).order_by(Person.id)).all()
