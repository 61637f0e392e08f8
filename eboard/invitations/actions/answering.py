"""Taking an answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.ical.reading import COMMENT_LENGTH
from eboard.invitations.emails import question_thread
from eboard.invitations.enums import GIVEN_ANSWERS, Answer, InvitationEvent, ProposalState
from eboard.invitations.models import Invitation, Proposal
from eboard.mail.actions import supersede
from eboard.meetings.enums import MeetingState

LONGEST_COMMENT = COMMENT_LENGTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer as it is noted; ``counts`` unless it was given for a time that has changed since."""

    answer: Answer
    comment: str
    answered_by_id: UUID | None
    sequence: int
    stamp: datetime
    answered_from: str = ""
    delegated_to: str = ""
    counts: bool = True


def answer_invitation(
    *, actor: Actor, invitation: Invitation, answer: Answer, comment: str = "", answered_from: str = ""
) -> None:
    """Note what a person answers, or what somebody answers for him or her; raises DomainError when it is too late."""
    meeting = invitation.meeting
    if answer not in GIVEN_ANSWERS:
        raise DomainError(_("Choose accept, tentative or decline."), field="answer")
    if meeting.state is MeetingState.CANCELLED or not invitation.is_wanted:
        raise DomainError(_("This meeting no longer asks for an answer."))
    if meeting.ends_at <= time.now():
        raise DomainError(_("This meeting is over. An answer is no longer needed."))
    given = Given(
        answer=answer,
        comment=comment.strip()[:LONGEST_COMMENT],
        answered_by_id=actor.person_id,
        sequence=meeting.sequence,
        stamp=time.now(),
        answered_from=answered_from,
    )
    note_answer(actor=actor, invitation=invitation, given=given)


def note_answer(*, actor: Actor, invitation: Invitation, given: Given) -> None:
    """Write an answer into its invitation; one for another time stands beside it and counts for nothing."""
    meeting = invitation.meeting
    _supersede_proposals(invitation, given.stamp)
    invitation.answer = given.answer if given.counts else Answer.NEEDS_ACTION
    invitation.earlier_answer = None if given.counts else given.answer
    invitation.answered_at = time.now()
    invitation.answered_by_id = given.answered_by_id
    invitation.answered_from = given.answered_from
    invitation.answer_sequence, invitation.answer_stamp = given.sequence, given.stamp
    times = (meeting.starts_at, meeting.ends_at) if given.counts else (None, None)
    invitation.answer_starts_at, invitation.answer_ends_at = times
    invitation.delegated_to = given.delegated_to
    invitation.comment = given.comment
    supersede(question_thread(invitation))
    record(
        actor=actor,
        event=InvitationEvent.ANSWERED,
        subject=invitation,
        organization_id=meeting.board.organization_id,
        answer=given.answer,
        counts=given.counts,
        sequence=given.sequence,
    )


def _supersede_proposals(invitation: Invitation, stamp: datetime) -> None:
    """Who answers after having proposed another time no longer proposes it."""
    table = Proposal.metadata.tables[Proposal.__tablename__]
    db.session.execute(
        table.update()
        .where(table.c.invitation_id == invitation.id, table.c.state == ProposalState.OPEN, table.c.stamp <= stamp)
        .values(state=ProposalState.SUPERSEDED)
    )
