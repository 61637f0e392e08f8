"""Mail that no rule could apply: kept sealed for the coordinator of its board, settled by hand."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.invitations.actions.answering import answer_invitation
from eboard.invitations.enums import Answer, InvitationEvent, Outcome
from eboard.invitations.incoming import opened
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.people.queries.addresses import owners_of


def apply_parked(*, actor: Actor, message: IncomingMessage, invitation: Invitation | None, answer: Answer) -> None:
    """Take a parked mail as the answer of one invited person; raises DomainError when it cannot be.

    Who decided it stands as the one who answered, the sender of the mail beside it.
    """
    _refuse_settled(message)
    if invitation is None or invitation.meeting_id != message.meeting_id:
        raise DomainError(_("Choose somebody who is asked to this meeting."), field="invitation")
    mail = opened(message)
    comment = mail.answer.comment if mail is not None and mail.answer is not None else ""
    is_own_address = invitation.person_id in owners_of({message.sender})
    answer_invitation(
        actor=actor,
        invitation=invitation,
        answer=answer,
        comment=comment,
        answered_from="" if is_own_address else message.sender,
    )
    _settle(actor, message, InvitationEvent.PARKED_APPLIED)


def dismiss_parked(*, actor: Actor, message: IncomingMessage) -> None:
    """Say that nothing needs to be done about a parked mail."""
    _refuse_settled(message)
    _settle(actor, message, InvitationEvent.PARKED_DISMISSED)


def _refuse_settled(message: IncomingMessage) -> None:
    if message.outcome is not Outcome.PARKED:
        raise DomainError(_("Somebody has settled this mail already."))


def _settle(actor: Actor, message: IncomingMessage, event: InvitationEvent) -> None:
    message.outcome = Outcome.SETTLED
    message.sealed = None
    message.settled_at, message.settled_by_id = time.now(), actor.person_id
    record(actor=actor, event=event, subject=message, organization_id=message.organization_id)
