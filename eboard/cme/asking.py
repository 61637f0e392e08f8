"""Who is asked to disclose: those invited to the next meeting of an activity that demands it, once an activity."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.cme.models import CmeActivity, CmeAsk
from eboard.cme.queries import activities_on, covers, disclosures_at
from eboard.core import time
from eboard.core.db import db
from eboard.invitations.reminding import is_night
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import invitees
from eboard.people.models import Person

AHEAD = timedelta(days=7)


def meetings_ahead() -> Sequence[UUID]:
    """Published meetings of the next days that belong to an activity which demands disclosures."""
    moment = time.now()
    return db.session.scalars(
        select(Meeting.id)
        .join(CmeActivity, covers())
        .where(
            CmeActivity.demands_disclosure,
            Meeting.state == MeetingState.PUBLISHED,
            Meeting.starts_at > moment,
            Meeting.starts_at <= moment + AHEAD,
        )
        .distinct()
        .order_by(Meeting.id)
    ).all()


def to_ask(meeting: Meeting) -> list[tuple[CmeActivity, Person]]:
    """Whom to ask now: nobody who has a disclosure that will be valid then, nobody twice, nobody at night."""
    activities = [activity for activity in activities_on(meeting) if activity.demands_disclosure]
    people = {invitee.person.id: invitee.person for invitee in invitees(meeting)}
    disclosed = disclosures_at(people, time.now())
    missing = [
        person
        for person_id, person in people.items()
        if (person_id not in disclosed or disclosed[person_id].valid_until <= meeting.starts_at)
        and not is_night(time.now(), person.zone)
    ]
    return [
        (activity, person)
        for activity in activities
        for asked in [_asked(activity)]
        for person in missing
        if person.id not in asked
    ]


def _asked(activity: CmeActivity) -> set[UUID]:
    return set(db.session.scalars(select(CmeAsk.person_id).where(CmeAsk.activity_id == activity.id)))
