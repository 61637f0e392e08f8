"""The meetings behind a figure, as far as the person at the screen may see them."""

from uuid import UUID

from flask import render_template, request
from sqlalchemy.orm import joinedload

from eboard import access
from eboard.access import Permission
from eboard.core.web.paging import PER_PAGE, Page, page_number
from eboard.meetings.models import Meeting
from eboard.reports.assemblies import meetings_behind
from eboard.reports.behind import readable, with_ids
from eboard.reports.ground import ground_of
from eboard.reports.naming import meetings_named, place_named
from eboard.reports.report import worded
from eboard.reports.views.blueprint import (
    SUBJECT,
    asked_place,
    blueprint,
    load_full_subject,
    nothing_there,
    period_in_address,
)


@blueprint.get(f"{SUBJECT}/meetings")
def meetings(kind: str, subject_id: UUID) -> str:
    """The list."""
    subject = load_full_subject(kind, subject_id)
    ground = ground_of(subject.scope, period_in_address(subject))
    figure, place = request.args.get("figure", ""), asked_place()
    with nothing_there():
        ids = [one.id for one in meetings_behind(ground, figure, place)]
    rows = access.visible(access.actor(), Meeting, Permission.MEETING_READ)
    mine, number = readable(ids, rows), page_number()
    found = with_ids(rows.options(joinedload(Meeting.board)), mine[(number - 1) * PER_PAGE : number * PER_PAGE])
    return render_template(
        "reports/meetings.html",
        subject=subject,
        period=ground.period,
        worded=worded(ground.period),
        name=meetings_named(ground, figure),
        place=place_named(ground, place),
        page=Page(found, number, len(mine)),
        total=len(ids),
    )
