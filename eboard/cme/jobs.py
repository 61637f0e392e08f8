"""Work that time starts: counting credit, asking for disclosures, forgetting what is six years old."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from eboard.audit.actor import SYSTEM
from eboard.cme.actions.counting import count_meeting
from eboard.cme.actions.disclosing import ask_to_disclose
from eboard.cme.actions.forgetting import forget_activity
from eboard.cme.asking import meetings_ahead, to_ask
from eboard.cme.models import CmeActivity
from eboard.cme.queries import activities_on, due_to_count
from eboard.cme.retention import last_year_over
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.meetings.models import Meeting


@job(every=timedelta(minutes=10))
def count_credit() -> int:
    """Write the ledger of the meetings that were concluded or corrected."""
    return each(due_to_count(), _count)


@job(every=timedelta(hours=1))
def ask_for_disclosures() -> int:
    """Ask those who are invited and have not disclosed."""
    return each(meetings_ahead(), _ask)


@job(every=timedelta(days=1))
def forget_old() -> int:
    """Delete activities whose six years are over."""
    over = db.session.scalars(select(CmeActivity.id).where(CmeActivity.year <= last_year_over(time.now()))).all()
    return each(over, _forget)


def _count(meeting_id: UUID) -> None:
    meeting = db.session.get_one(Meeting, meeting_id, options=[selectinload(Meeting.attendances)])
    for activity in activities_on(meeting):
        count_meeting(actor=SYSTEM, activity=activity, meeting=meeting)


def _ask(meeting_id: UUID) -> None:
    meeting = db.session.get_one(Meeting, meeting_id)
    for activity, person in to_ask(meeting):
        ask_to_disclose(actor=SYSTEM, activity=activity, meeting=meeting, person=person)


def _forget(activity_id: UUID) -> None:
    forget_activity(actor=SYSTEM, activity=db.session.get_one(CmeActivity, activity_id))
