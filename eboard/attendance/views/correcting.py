"""Corrections of who was there."""

from uuid import UUID

from flask import flash, render_template, request

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions import correcting
from eboard.attendance.forms import MissedForm, StretchForm
from eboard.attendance.queries import mark_of, seats_of
from eboard.attendance.views.blueprint import Page, blueprint, to_sheet
from eboard.core.i18n import gettext as _
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import Attendance, Meeting
from eboard.meetings.views.blueprint import load_meeting
from eboard.people.views.search import chosen


@blueprint.route("/add", methods=["GET", "POST"])
def add(meeting_id: UUID) -> Page:
    """Somebody was there and is missing on the list."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    form = MissedForm()
    form.offer(seats_of(meeting))
    if form.validate_on_submit():
        done, _mark = form.perform(lambda: _add(form, meeting))
        if done:
            flash(_("Added. The reason stays with it."), "ok")
            return to_sheet(meeting)
    return render_template("attendance/correct.html", meeting=meeting, form=form, mark=None), form.status


@blueprint.route("/<uuid:mark_id>/correct", methods=["GET", "POST"])
def correct(meeting_id: UUID, mark_id: UUID) -> Page:
    """A stretch says something wrong, or should not be there at all."""
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    mark = mark_of(meeting, mark_id)
    form = StretchForm.of(mark, meeting)
    form.offer(seats_of(meeting), without=mark.person_id)
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _correct(form, meeting, mark))
        if done:
            flash(_("Corrected. What it said before stays in its history."), "ok")
            return to_sheet(meeting)
    return render_template("attendance/correct.html", meeting=meeting, form=form, mark=mark), form.status


def _add(form: MissedForm, meeting: Meeting) -> Attendance:
    person = chosen(access.actor(), as_id(form.person_id.data), form.person.data, field="person")
    return correcting.add_stretch(
        actor=access.actor(), meeting=meeting, person=person, said=form.said(meeting), reason=form.reason.data
    )


def _correct(form: StretchForm, meeting: Meeting, mark: Attendance) -> None:
    actor, reason, seen = access.actor(), form.reason.data, form.seen.data
    if request.form.get("remove"):
        correcting.remove_stretch(actor=actor, mark=mark, meeting=meeting, reason=reason, seen=seen)
    else:
        said = form.said(meeting, mark)
        correcting.correct_stretch(actor=actor, mark=mark, meeting=meeting, said=said, reason=reason, seen=seen)
