"""The page of a meeting, which grows through its states, and its agenda on paper."""

from typing import Any
from uuid import UUID

from flask import render_template

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.invitations.declined import declined
from eboard.meetings.actions.agenda import is_past_cutoff
from eboard.meetings.enums import Presence
from eboard.meetings.forms.agenda import PersonForm
from eboard.meetings.models import Meeting
from eboard.meetings.overview import overview
from eboard.meetings.queries.pages import only_listed
from eboard.meetings.queries.parts import needed_in
from eboard.meetings.views.blueprint import blueprint, load_meeting, zone_of_viewer


@blueprint.get("/meetings/<uuid:meeting_id>")
def show(meeting_id: UUID) -> str:
    """What this person may see of a meeting, and do about it."""
    meeting = load_meeting(meeting_id, Permission.MEETING_READ)
    return render_template("meetings/show.html", **page_of(meeting), guest_form=PersonForm())


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
    return {
        "meeting": meeting,
        "may": may,
        "page": overview(meeting, readable={case.id for case in cases}, declined=declined(meeting.id)),
        "is_past_cutoff": is_past_cutoff(meeting),
        "my_zone": zone_of_viewer(),
        "needed": needed_in(meeting, actor.acts_as) if actor.acts_as else None,
        "presences": Presence.choices(),
    }
