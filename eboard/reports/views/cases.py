"""The cases behind a figure, as far as the person at the screen may see them."""

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request
from sqlalchemy.orm import joinedload

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.web.paging import PER_PAGE, Page, page_number
from eboard.reports.behind import cases_behind, late_reasons, readable, with_ids
from eboard.reports.facts import cases_listed, key_of
from eboard.reports.ground import ground_of
from eboard.reports.naming import name_of, place_named
from eboard.reports.report import worded
from eboard.reports.views.blueprint import (
    SUBJECT,
    asked_place,
    blueprint,
    load_full_subject,
    nothing_there,
    period_in_address,
)


@blueprint.get(f"{SUBJECT}/cases")
def cases(kind: str, subject_id: UUID) -> str:
    """The list; it is recorded as read."""
    subject = load_full_subject(kind, subject_id)
    ground = ground_of(subject.scope, period_in_address(subject))
    figure, place = request.args.get("figure", ""), asked_place()
    with nothing_there():
        behind = cases_behind(ground, figure, place)
    seen = access.visible(access.actor(), Case, Permission.CASE_READ)
    mine = readable(behind.ids, seen, within=cases_listed(ground.scope, ground.period))
    page = page_of(mine)
    shown = {case.id for case in page.items}
    items = [key_of(fact.item_id) for fact in ground.listed.facts if key_of(fact.case_id) in shown]
    return render_template(
        "reports/cases.html",
        subject=subject,
        period=ground.period,
        worded=worded(ground.period),
        name=name_of(figure),
        place=place_named(ground, place),
        page=page,
        total=len(behind.ids),
        number=behind.number,
        late=late_reasons(items),
    )


def page_of(ids: Sequence[UUID]) -> Page[Case]:
    """One page of some cases the actor may see, recorded as listed."""
    actor, number = access.actor(), page_number()
    wanted = ids[(number - 1) * PER_PAGE : number * PER_PAGE]
    rows = access.visible(actor, Case, Permission.CASE_READ).options(joinedload(Case.organization))
    found = with_ids(rows, wanted)
    access.listed(actor, found)
    return Page(found, number, len(ids))
