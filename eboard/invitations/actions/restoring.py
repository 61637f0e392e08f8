"""What a restore does to invitations: what was told since the backup is not known, so the truth is told once more."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.invitations.content import doubtful
from eboard.invitations.enums import Method
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting


def doubt_what_was_told() -> int:
    """Take it that everybody who ever heard of a coming meeting may have been told anything; returns how many.

    Who was asked no more, or whose meeting was off, may have been asked again, and is told that it is so. An answer to
    a version from before says nothing about the time as it is now, unless it repeats that time.
    """
    coming = (
        select(Invitation)
        .join(Invitation.meeting)
        .where(
            Invitation.told.is_not(None),
            Meeting.ends_at > time.now(),
            Meeting.state != MeetingState.CONCLUDED,
        )
        .options(contains_eager(Invitation.meeting))
        .execution_options(populate_existing=True)
    )
    rows = db.session.scalars(coming).all()
    for invitation in rows:
        invitation.told = Method.REQUEST
        invitation.told_content = doubtful(invitation.told_content)
        if invitation.reached_content:
            invitation.reached_content = doubtful(invitation.reached_content)
        invitation.asked_sequence = invitation.meeting.sequence
        invitation.tell_at = time.now() + timedelta(seconds=settings().hold_seconds)
    return len(rows)
