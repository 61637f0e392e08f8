"""Telling one panelist what became of the cases."""

from uuid import UUID

from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.followup.actions.reminding import FRESH
from eboard.followup.emails import fates_message
from eboard.followup.models import FatesMark
from eboard.followup.telling import news_for
from eboard.mail.actions import queue
from eboard.people.models import Person


def tell_fates(person_id: UUID) -> None:
    """Tell a person of each board whose recommendations were answered within a month, or nothing if none was."""
    person, moment = db.session.get_one(Person, person_id), time.now()
    today = time.wall(moment, person.zone).date()
    mark = db.session.get(FatesMark, person_id)
    if mark is None:
        db.session.add(FatesMark(person_id=person_id, day=today))
    else:
        mark.day = today
    news = news_for(person_id, moment)
    if news:
        base_url = settings().base_url
        queue(fates_message(person, news, day=today, good_until=moment + FRESH, base_url=base_url))
