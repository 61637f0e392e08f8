"""Another time that somebody proposes: noted, shown, and then accepted or declined by the staff."""

from datetime import datetime, timedelta

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.invitations.content import calendar_event
from eboard.invitations.emails import proposal_declined_message
from eboard.invitations.enums import InvitationEvent, ProposalState
from eboard.invitations.invitees import contact_of
from eboard.invitations.models import Invitation, Proposal
from eboard.invitations.standing import Version
from eboard.mail.actions import queue
from eboard.meetings.actions.plans import change_meeting
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan


def note_proposal(
    *,
    actor: Actor,
    invitation: Invitation,
    version: Version,
    starts_at: datetime,
    ends_at: datetime | None,
    comment: str,
) -> bool:
    """Note a proposed time in place of an earlier one of the same person; False if a newer one is there."""
    rows = db.session.scalars(
        select(Proposal)
        .where(Proposal.invitation_id == invitation.id)
        .with_for_update()
        .order_by(Proposal.id)
        .execution_options(populate_existing=True)
    ).all()
    if any(version < Version(row.sequence, row.stamp) for row in rows):
        return False
    for row in rows:
        if row.state is ProposalState.OPEN:
            row.state = ProposalState.SUPERSEDED
    proposal = Proposal(
        invitation=invitation,
        starts_at=starts_at,
        ends_at=ends_at,
        comment=comment,
        sequence=version.sequence,
        stamp=version.stamp,
    )
    db.session.add(proposal)
    _record(actor, proposal, InvitationEvent.PROPOSED)
    return True


def accept_proposal(*, actor: Actor, proposal: Proposal, version: int) -> None:
    """Move the meeting to the proposed time, as if it was changed by hand; everybody is told by the usual way.

    Raises DomainError for a time the meeting cannot have, StaleError if the meeting was changed since ``version``.
    """
    _refuse_decided(proposal)
    meeting = proposal.invitation.meeting
    change_meeting(actor=actor, meeting=meeting, plan=_plan(meeting, proposal), version=version)
    _decide(actor, proposal, ProposalState.ACCEPTED, InvitationEvent.PROPOSAL_ACCEPTED)


def decline_proposal(*, actor: Actor, proposal: Proposal) -> None:
    """Keep the time, and tell the person who proposed another (RFC 5546 section 3.2.8)."""
    _refuse_decided(proposal)
    _decide(actor, proposal, ProposalState.DECLINED, InvitationEvent.PROPOSAL_DECLINED)
    meeting = proposal.invitation.meeting
    queue(
        proposal_declined_message(
            proposal,
            event=calendar_event(meeting, base_url=settings().base_url),
            contact=contact_of(meeting),
            organizer_address=settings().invitation_address,
            moment=time.now(),
        )
    )


def _plan(meeting: Meeting, proposal: Proposal) -> Plan:
    local = time.wall(proposal.starts_at, meeting.zone)
    length = proposal.ends_at - proposal.starts_at if proposal.ends_at else timedelta(minutes=meeting.minutes)
    if local.second or length % timedelta(minutes=1):
        raise DomainError(_("A meeting begins and ends on a full minute. Change it by hand."))
    return Plan(
        day=local.date(),
        clock=local.time(),
        zone=meeting.zone,
        minutes=length // timedelta(minutes=1),
        room=meeting.room,
        note=meeting.note,
        conference_provider_id=meeting.conference_provider_id,
    )


def _refuse_decided(proposal: Proposal) -> None:
    invitation = proposal.invitation
    is_asked = invitation.is_wanted and invitation.meeting.state is MeetingState.PUBLISHED
    if proposal.state is not ProposalState.OPEN or not is_asked:
        raise DomainError(_("This proposal is no longer open."))


def _decide(actor: Actor, proposal: Proposal, state: ProposalState, event: InvitationEvent) -> None:
    proposal.state = state
    proposal.decided_at, proposal.decided_by_id = time.now(), actor.person_id
    _record(actor, proposal, event)


def _record(actor: Actor, proposal: Proposal, event: InvitationEvent) -> None:
    record(
        actor=actor,
        event=event,
        subject=proposal,
        organization_id=proposal.invitation.meeting.board.organization_id,
        invitation=proposal.invitation.id,
    )
