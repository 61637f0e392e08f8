"""Plan, change, publish, cancel."""

from uuid import UUID

from flask import flash, render_template, request
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.boards.models import Board
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.invitations.queries import preview
from eboard.meetings.actions import plans
from eboard.meetings.forms.plans import CancelForm, MeetingForm, proposal
from eboard.meetings.views.blueprint import blueprint, load_meeting, to_meeting

Page = str | tuple[str, int] | Response


@blueprint.route("/boards/<uuid:board_id>/meetings/new", methods=["GET", "POST"])
def plan(board_id: UUID) -> Page:
    """Plan one meeting of a board; the address may propose a time."""
    board = access.load(access.actor(), Board, board_id, Permission.BOARD_STAFF)
    form = MeetingForm.for_board(board, proposed=proposal(request.args))
    if form.validate_on_submit():
        done, meeting = form.perform(lambda: plans.plan_meeting(actor=access.actor(), board=board, plan=form.plan()))
        if done and meeting is not None:
            flash(_("The meeting is planned. Nobody is told before you publish it."), "ok")
            return to_meeting(meeting)
    return render_template("meetings/plan.html", form=form, board=board, meeting=None), form.status


@blueprint.route("/meetings/<uuid:meeting_id>/edit", methods=["GET", "POST"])
def change(meeting_id: UUID) -> Page:
    """Change when and where a meeting is held."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    form = MeetingForm.for_board(meeting.board, meeting)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: plans.change_meeting(
                actor=access.actor(), meeting=meeting, plan=form.plan(), version=form.version.data
            )
        )
        if done:
            flash(_("Saved. Calendars follow by themselves."), "ok")
            return to_meeting(meeting)
    told = preview(meeting).mailed
    return (
        render_template("meetings/plan.html", form=form, board=meeting.board, meeting=meeting, told=told),
        form.status,
    )


@blueprint.post("/meetings/<uuid:meeting_id>/publish")
def publish(meeting_id: UUID) -> Response:
    """Publish a planned or cancelled meeting."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    plans.publish_meeting(actor=access.actor(), meeting=meeting)
    told = preview(meeting).mailed
    flash(
        ngettext("Published. %(n)s person gets an invitation.", "Published. %(n)s people get an invitation.", told),
        "ok",
    )
    return to_meeting(meeting)


@blueprint.route("/meetings/<uuid:meeting_id>/cancel", methods=["GET", "POST"])
def cancel(meeting_id: UUID) -> Page:
    """Call a meeting off; the page says who will be told."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    form = CancelForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: plans.cancel_meeting(actor=access.actor(), meeting=meeting, reason=form.reason.data)
        )
        if done:
            flash(_("The meeting is cancelled. Its cases are back in the queue."), "ok")
            return to_meeting(meeting)
    told = preview(meeting).mailed
    return render_template("meetings/cancel.html", form=form, meeting=meeting, told=told), form.status
