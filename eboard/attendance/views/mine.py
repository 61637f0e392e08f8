"""One's own attendance: I am here, I attend for somebody, I leave."""

from uuid import UUID

from flask import Response as PlainResponse
from flask import flash, render_template, request
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.attendance.actions import checking
from eboard.attendance.forms import ProxyForm
from eboard.attendance.queries import open_mark, seats_of, takes_attendance
from eboard.attendance.views.blueprint import Page, blueprint, to_mine
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import unattended
from eboard.meetings.enums import PRESENCES, Presence
from eboard.meetings.models import Meeting
from eboard.meetings.views.blueprint import load_meeting, zone_of_viewer

NO_CONTENT = 204


@blueprint.route("/mine", methods=["GET", "POST"])
def mine(meeting_id: UUID) -> Page:
    """Whether I am counted as there; the form says whose seat I attend for."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    person = access.current_session().person
    mark = open_mark(meeting, person.id)
    form = ProxyForm(proxy_for=str(mark.proxy_for_id or "") if mark else "")
    form.offer(seats_of(meeting), without=person.id)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: checking.attend_for(
                actor=access.actor(), meeting=meeting, person=person, proxy_for_id=form.proxy_for_id
            )
        )
        if done:
            flash(_("Noted. Your own specialty counts, not that of the seat."), "ok")
            return to_mine(meeting)
    page = render_template(
        "attendance/mine.html", meeting=meeting, form=form, my_zone=zone_of_viewer(), may_run=_may_run(meeting)
    )
    return page, form.status


@blueprint.get("/mine/panel")
@unattended
def own(meeting_id: UUID) -> str:
    """The panel of my attendance alone; a page that is open asks for it when I am counted otherwise."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    return render_template("attendance/parts/mine.html", meeting=meeting, my_zone=zone_of_viewer())


@blueprint.post("/mine/here")
def come(meeting_id: UUID) -> Response:
    """I am here."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    if not takes_attendance(meeting):
        raise DomainError(_("Check-in opens 30 minutes before the meeting and ends with it."))
    presence = PRESENCES.get(request.form.get("presence", ""), Presence.VIDEO)
    person = access.current_session().person
    checking.check_in(actor=access.actor(), meeting=meeting, person=person, presence=presence)
    return to_mine(meeting)


@blueprint.post("/mine/left")
def go(meeting_id: UUID) -> Response:
    """I leave."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    checking.check_out(actor=access.actor(), meeting=meeting, person=access.current_session().person)
    return to_mine(meeting)


@blueprint.post("/mine/stayed")
def stay(meeting_id: UUID) -> Response:
    """I was here all along, although my page was closed."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    checking.go_on(actor=access.actor(), meeting=meeting, person=access.current_session().person)
    return to_mine(meeting)


@blueprint.post("/mine/seen")
@unattended
def seen(meeting_id: UUID) -> PlainResponse:
    """A sign of an open page; pages give one each minute."""
    meeting = load_meeting(meeting_id, Permission.MEETING_JOIN)
    checking.see(meeting=meeting, person=access.current_session().person)
    return PlainResponse(status=NO_CONTENT)


def _may_run(meeting: Meeting) -> bool:
    return Permission.MEETING_RUN in access.permissions(access.actor(), meeting)
