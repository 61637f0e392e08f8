"""Taking an answer."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.invitations.emails import question_thread
from eboard.invitations.enums import GIVEN_ANSWERS, Answer, InvitationEvent
from eboard.invitations.models import Invitation
from eboard.mail.actions import supersede
from eboard.meetings.enums import MeetingState

LONGEST_COMMENT = 500


def answer_invitation(*, actor: Actor, invitation: Invitation, answer: Answer, comment: str = "") -> None:
    """Note what a person answers, or what somebody answers for him or her; raises DomainError when it is too late."""
    meeting = invitation.meeting
    if answer not in GIVEN_ANSWERS:
        raise DomainError(_("Choose accept, tentative or decline."), field="answer")
    if meeting.state is MeetingState.CANCELLED or not invitation.is_wanted:
        raise DomainError(_("This meeting no longer asks for an answer."))
    if meeting.ends_at <= time.now():
        raise DomainError(_("This meeting is over. An answer is no longer needed."))
    invitation.answer = answer
    invitation.answered_at = time.now()
    invitation.answered_by_id = actor.person_id
    invitation.answer_sequence = meeting.sequence
    invitation.answer_starts_at, invitation.answer_ends_at = meeting.starts_at, meeting.ends_at
    supersede(question_thread(invitation))
    invitation.comment = comment.strip()[:LONGEST_COMMENT]
    record(
        actor=actor,
        event=InvitationEvent.ANSWERED,
        subject=invitation,
        organization_id=meeting.board.organization_id,
        answer=answer,
    )
