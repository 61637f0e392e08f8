"""Work that time starts: counting credit, and asking for disclosures."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import selectinload

from eboard.audit.actor import SYSTEM
from eboard.cme.actions.counting import count_meeting
from eboard.cme.actions.disclosing import ask_to_disclose
from eboard.cme.asking import meetings_ahead, to_ask
from eboard.cme.queries import activities_on, due_to_count
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


def _count(meeting_id: UUID) -> None:
    meeting = db.session.get_one(Meeting, meeting_id, options=[selectinload(Meeting.attendances)])
    for activity in activities_on(meeting):
        count_meeting(actor=SYSTEM, activity=activity, meeting=meeting)


def _ask(meeting_id: UUID) -> None:
    meeting = db.session.get_one(Meeting, meeting_id)
    for activity, person in to_ask(meeting):
        ask_to_disclose(actor=SYSTEM, activity=activity, meeting=meeting, person=person)
