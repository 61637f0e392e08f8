"""Reminding one person of a care team."""

from datetime import timedelta
from uuid import UUID

from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.followup.emails import reminder_message
from eboard.followup.models import FollowUpReminder
from eboard.followup.reminding import numbers_for
from eboard.mail.actions import queue
from eboard.people.models import Person

FRESH = timedelta(hours=4)  # a reminder that could not leave by then would come at night


def remind(person_id: UUID) -> None:
    """Tell a person how many answers are due, if there are any."""
    person, moment = db.session.get_one(Person, person_id), time.now()
    numbers = numbers_for(person_id, moment)
    if not numbers.due:
        return
    today = time.wall(moment, person.zone).date()
    mark = db.session.get(FollowUpReminder, person_id)
    if mark is None:
        db.session.add(FollowUpReminder(person_id=person_id, day=today))
    else:
        mark.day = today
    page_url = f"{settings().base_url}/follow-up/"
    queue(reminder_message(person, numbers, day=today, good_until=moment + FRESH, page_url=page_url))
