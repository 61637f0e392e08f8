"""Accepting and declining another time that somebody proposed."""

from uuid import UUID

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.invitations import actions
from eboard.invitations.forms import ProposalForm
from eboard.invitations.models import Proposal
from eboard.invitations.views.blueprint import blueprint


@blueprint.post("/proposals/<uuid:proposal_id>/accept")
def accept_proposal(proposal_id: UUID) -> Response:
    """Move the meeting to the proposed time."""
    proposal = access.load(access.actor(), Proposal, proposal_id, Permission.PROPOSAL_DECIDE)
    form = ProposalForm()
    if not form.validate_on_submit():
        raise DomainError(_("This page is out of date. Open it again."))
    actions.accept_proposal(actor=access.actor(), proposal=proposal, version=form.version.data)
    flash(_("The meeting is moved. Calendars follow by themselves."), "ok")
    return _to_meeting(proposal)


@blueprint.post("/proposals/<uuid:proposal_id>/decline")
def decline_proposal(proposal_id: UUID) -> Response:
    """Keep the time and say so to the person who proposed another."""
    proposal = access.load(access.actor(), Proposal, proposal_id, Permission.PROPOSAL_DECIDE)
    actions.decline_proposal(actor=access.actor(), proposal=proposal)
    flash(_("The time stays. %(name)s is told.", name=proposal.invitation.person.name), "ok")
    return _to_meeting(proposal)


def _to_meeting(proposal: Proposal) -> Response:
    return redirect(url_for("meetings.show", meeting_id=proposal.invitation.meeting_id), 303)
