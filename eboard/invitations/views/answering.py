"""Answering an invitation, and telling the news of a meeting at once."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.invitations import actions
from eboard.invitations.enums import GIVEN_ANSWERS
from eboard.invitations.forms import AnswerForm
from eboard.invitations.models import Invitation
from eboard.invitations.panel import Panel, panel
from eboard.invitations.views.blueprint import blueprint
from eboard.meetings.models import Meeting


@blueprint.app_template_global("invitation_panel")
def invitation_panel(meeting: Meeting) -> Panel:
    """What the page of a meeting shows about its invitations to the person at the screen."""
    return panel(meeting, _me())


@blueprint.route("/invitations/<uuid:invitation_id>", methods=["GET", "POST"])
def answer(invitation_id: UUID) -> Response | tuple[str, int]:
    """The page that mails lead to: the meeting in short, and accept, tentative or decline."""
    invitation = access.load(access.actor(), Invitation, invitation_id, Permission.INVITATION_ANSWER)
    form = AnswerForm(comment=invitation.comment)
    if form.validate_on_submit():
        done, _result = form.perform(
            lambda: actions.answer_invitation(
                actor=access.actor(),
                invitation=invitation,
                answer=form.chosen,
                comment=form.comment.data or "",
            )
        )
        if done:
            flash(_("Answer noted: %(answer)s.", answer=invitation.answer.label), "ok")
            return redirect(url_for("meetings.show", meeting_id=invitation.meeting_id), 303)
    shown = panel(invitation.meeting, invitation.person_id)
    is_mine = invitation.person_id == _me()
    chosen = request.args.get("answer") if request.args.get("answer") in GIVEN_ANSWERS else invitation.answer
    return render_template(
        "invitations/answer.html", invitation=invitation, form=form, shown=shown, is_mine=is_mine, chosen=chosen
    ), form.status


@blueprint.post("/meetings/<uuid:meeting_id>/ask")
def ask(meeting_id: UUID) -> Response:
    """Ask those who are needed and have not answered."""
    meeting = access.load(access.actor(), Meeting, meeting_id, Permission.MEETING_PLAN)
    try:
        count = actions.ask_unanswered(actor=access.actor(), meeting=meeting)
        flash(ngettext("%(n)s person is asked by mail.", "%(n)s people are asked by mail.", count), "ok")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


@blueprint.post("/meetings/<uuid:meeting_id>/tell")
def tell_now(meeting_id: UUID) -> Response:
    """End the hold window."""
    meeting = access.load(access.actor(), Meeting, meeting_id, Permission.MEETING_PLAN)
    count = actions.tell_now(actor=access.actor(), meeting=meeting)
    flash(ngettext("%(n)s person is told now.", "%(n)s people are told now.", count), "ok")
    return redirect(url_for("meetings.show", meeting_id=meeting.id), 303)


def _me() -> UUID:
    actor = access.actor()
    return actor.acts_as or access.current_session().person_id
