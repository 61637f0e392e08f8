"""Guests of one meeting."""

from uuid import UUID

from flask import flash, render_template
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.guests import add_guest, remove_guest
from eboard.meetings.forms.agenda import PersonForm, as_id
from eboard.meetings.queries.pages import guest_of
from eboard.meetings.views.blueprint import blueprint, load_meeting, to_meeting
from eboard.meetings.views.plans import Page
from eboard.meetings.views.show import page_of
from eboard.people.views.search import chosen


@blueprint.post("/meetings/<uuid:meeting_id>/guests")
def invite_guest(meeting_id: UUID) -> Page:
    """Add a guest."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    form = PersonForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: add_guest(
                actor=access.actor(),
                meeting=meeting,
                person=chosen(access.actor(), as_id(form.person_id.data), form.person.data, field="person"),
            )
        )
        if done:
            flash(_("The guest is on the list."), "ok")
            return to_meeting(meeting, anchor="guests")
    return render_template("meetings/show.html", **page_of(meeting), guest_form=form), form.status


@blueprint.post("/meetings/<uuid:meeting_id>/guests/<uuid:person_id>/remove")
def dismiss_guest(meeting_id: UUID, person_id: UUID) -> Response:
    """Take a guest off the list."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    remove_guest(actor=access.actor(), meeting=meeting, person=guest_of(meeting, person_id))
    flash(_("The guest is off the list."), "ok")
    return to_meeting(meeting, anchor="guests")
