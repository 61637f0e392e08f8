"""Outcomes that nobody signed in time, and letters that nobody acknowledged."""

from datetime import timedelta
from uuid import UUID

from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.recommendations.actions import ask_for_signatures, remind
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.reminding import due
from eboard.recommendations.signatures import overdue


@job(every=timedelta(minutes=15))
def remind_of_letters() -> int:
    """Take the next step for every letter whose time is over."""
    return each(due(time.now()), _remind)


def _remind(version_id: UUID) -> None:
    remind(actor=SYSTEM, version=db.session.get_one(SignedVersion, version_id))


@job(every=timedelta(minutes=15))
def ask_for_outcomes() -> int:
    """Ask for the outcomes that are due to be signed, meeting by meeting."""
    return each([meeting.id for meeting in overdue(time.now())], _ask)


def _ask(meeting_id: UUID) -> None:
    for meeting, steps in overdue(time.now(), meeting_id).items():
        for step, outcomes in steps.items():
            ask_for_signatures(actor=SYSTEM, meeting=meeting, step=step, outcomes=outcomes)
