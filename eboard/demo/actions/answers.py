"""People are told of a meeting and answer."""

from functools import partial

from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.demo.actions.careers import HOUR
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Cast, as_person
from eboard.invitations.actions import answer_invitation, tell
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.models import Meeting

ANSWERS = (Answer.ACCEPTED,) * 14 + (Answer.TENTATIVE,) + (Answer.DECLINED,) * 2 + (None,) * 3
COMMENTS = {Answer.DECLINED: "In the operating room that morning.", Answer.TENTATIVE: "May have to leave early."}


def answer_all(cast: Cast, diary: Diary, meeting: Meeting) -> None:
    """Tell everybody who is invited by now; most answer within two days."""
    for invitation in db.session.scalars(select(Invitation).where(Invitation.meeting_id == meeting.id)):
        _tell(cast, invitation)
        answer = cast.random.choice(ANSWERS)
        if answer is not None:
            moment = time.now() + cast.random.uniform(0.1, 48) * HOUR
            diary.write(moment, partial(_answer, invitation, answer))


def _tell(cast: Cast, invitation: Invitation) -> None:
    """Of a meeting that is over by now nobody needs to have been told."""
    if invitation.meeting.ends_at > cast.present:
        tell(invitation.id)
    else:
        invitation.tell_at = None


def _answer(invitation: Invitation, answer: Answer) -> None:
    if invitation.is_wanted and invitation.meeting.starts_at > time.now() and invitation.meeting.cancelled_at is None:
        actor = as_person(invitation.person)
        answer_invitation(actor=actor, invitation=invitation, answer=answer, comment=COMMENTS.get(answer, ""))
