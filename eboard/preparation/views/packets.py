"""The packet of a meeting, as a page and as PDF, with the cases that the reader may read."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core import typesetting
from eboard.core.i18n import gettext as _
from eboard.core.web.downloads import as_file
from eboard.meetings.enums import SHOWN_ITEMS
from eboard.meetings.models import Meeting
from eboard.meetings.views.blueprint import load_meeting, zone_of_viewer
from eboard.preparation.lists import cases_of
from eboard.preparation.packet import Packet, packet_of
from eboard.preparation.pdf import pdf_of
from eboard.preparation.views.blueprint import blueprint


@blueprint.get("/packet")
def packet(meeting_id: UUID) -> str:
    """The packet as a page, which prints."""
    meeting = load_meeting(meeting_id, Permission.MEETING_AGENDA)
    return render_template(
        "preparation/packet.html", meeting=meeting, packet=_packet(meeting), has_pdf=typesetting.IS_AVAILABLE
    )


@blueprint.get("/packet.pdf")
def pdf(meeting_id: UUID) -> Response:
    """The same as PDF; where it cannot be made, the page."""
    return _printed(meeting_id, name="packet", instead="preparation.packet", has_cases=True)


@blueprint.get("/agenda.pdf")
def agenda_pdf(meeting_id: UUID) -> Response:
    """The agenda alone as PDF; where it cannot be made, the page that prints."""
    return _printed(meeting_id, name="agenda", instead="meetings.on_paper", has_cases=False)


def _printed(meeting_id: UUID, *, name: str, instead: str, has_cases: bool) -> Response:
    access.confirm_recently()
    meeting = load_meeting(meeting_id, Permission.MEETING_AGENDA)
    if not typesetting.IS_AVAILABLE:
        flash(_("PDF is not installed on this system. This page prints the same."), "warn")
        return redirect(url_for(instead, meeting_id=meeting.id), 303)
    content = pdf_of(_packet(meeting, has_cases=has_cases), has_cases=has_cases)
    name = f"{name}-{meeting.day}-{meeting.id.hex[-6:]}.pdf"
    return as_file(content, media_type="application/pdf", name=name)


def _packet(meeting: Meeting, *, has_cases: bool = True) -> Packet:
    """What the person at the screen may read; every case in it counts as opened, in an agenda alone as listed."""
    actor = access.actor()
    cases = cases_of(access.visible(actor, Case, Permission.CASE_READ), meeting)
    listed = {item.case_id for item in meeting.items if item.state in SHOWN_ITEMS}
    shown = [case for case in cases if case.id in listed]
    if has_cases:
        access.opened(actor, shown, Permission.CASE_READ)
    else:
        access.listed(actor, shown)
    return packet_of(
        meeting,
        shown,
        reader=access.current_session().person.name,
        zone=zone_of_viewer(),
        is_panel=Permission.MEETING_PREPARE in access.permissions(actor, meeting),
    )
