"""The page of a meeting, which grows through its states, and its agenda on paper."""

from typing import Any
from uuid import UUID

from flask import Response, render_template

from eboard import access
from eboard.access import Permission
from eboard.availability.models import Absence
from eboard.cases.models import Case
from eboard.core.web import unattended
from eboard.invitations.answers import declined
from eboard.meetings.enums import Presence
from eboard.meetings.forms.agenda import PersonForm
from eboard.meetings.models import Meeting
from eboard.meetings.overview import overview
from eboard.meetings.queries.pages import away_during, busy_during, only_listed
from eboard.meetings.queries.parts import needed_in
from eboard.meetings.timing import is_past_cutoff
from eboard.meetings.video import video_of
from eboard.meetings.views.blueprint import blueprint, load_meeting, zone_of_viewer
from eboard.people.models import Person


@blueprint.get("/meetings/<uuid:meeting_id>")
def show(meeting_id: UUID) -> str:
    """What this person may see of a meeting, and do about it."""
    meeting = load_meeting(meeting_id, Permission.MEETING_READ)
    return render_template("meetings/show.html", **page_of(meeting), guest_form=PersonForm())


@blueprint.get("/meetings/<uuid:meeting_id>/state")
@unattended
def state(meeting_id: UUID) -> Response:
    """What changes with the meeting and its agenda; open pages ask for it."""
    meeting = access.load(access.actor(), Meeting, meeting_id, Permission.MEETING_READ)
    return Response(str(meeting.row_version), mimetype="text/plain")


@blueprint.get("/meetings/<uuid:meeting_id>/agenda")
def on_paper(meeting_id: UUID) -> str:
    """The agenda on one page of paper."""
    meeting = load_meeting(meeting_id, Permission.MEETING_AGENDA)
    return render_template("meetings/paper.html", **page_of(meeting))


def page_of(meeting: Meeting) -> dict[str, Any]:
    """What both pages show; the cases this person reads are recorded."""
    actor = access.actor()
    may = access.permissions(actor, meeting)
    cases = only_listed(access.visible(actor, Case, Permission.CASE_READ), meeting)
    access.listed(actor, cases)
    page = overview(meeting, readable={case.id for case in cases}, declined=declined(meeting.id))
    asked = [invitee.person for invitee in page.asked]
    return {
        "meeting": meeting,
        "may": may,
        "page": page,
        **(_missing(meeting, asked) if Permission.MEETING_PLAN in may else {}),
        "is_past_cutoff": is_past_cutoff(meeting),
        "my_zone": zone_of_viewer(),
        "needed": needed_in(meeting, actor.acts_as) if actor.acts_as else None,
        "presences": Presence.choices(),
        "video": video_of(meeting),
    }


def _missing(meeting: Meeting, asked: list[Person]) -> dict[str, Any]:
    """Who of those asked cannot come, for those who plan the meeting: never what they do instead."""
    asked_ids = {person.id for person in asked}
    away = away_during(access.visible(access.actor(), Absence, Permission.ABSENCE_READ), meeting, asked_ids)
    away_ids = {absence.person_id for absence in away}
    busy = busy_during(meeting, [person for person in asked if person.id not in away_ids])
    return {"asked_ids": asked_ids, "away": away, "busy": busy}
