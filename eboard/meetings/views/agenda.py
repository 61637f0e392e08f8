"""Put cases on the agenda and bring them into order."""

from uuid import UUID

from flask import flash, render_template, request
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.i18n import ngettext
from eboard.meetings.actions import agenda, order
from eboard.meetings.agenda import minutes_used, shown
from eboard.meetings.forms.agenda import AddOnForm, ListForm, OrderForm, as_id
from eboard.meetings.models import Meeting
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.meetings.queries.pages import chosen, waiting
from eboard.meetings.timing import is_past_cutoff
from eboard.meetings.views.blueprint import blueprint, load_item, load_meeting, to_meeting
from eboard.meetings.views.plans import Page

STEPS = {"up": -1, "down": 1}


@blueprint.route("/meetings/<uuid:meeting_id>/cases", methods=["GET", "POST"])
def add_cases(meeting_id: UUID) -> Page:
    """Choose cases of the queue for this agenda."""
    actor = access.actor()
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    schedulable = access.visible(actor, Case, Permission.CASE_SCHEDULE)
    form = ListForm()
    if form.validate_on_submit():
        done, items = form.perform(
            lambda: agenda.list_cases(
                actor=actor,
                meeting=meeting,
                cases=chosen(schedulable, form.case_ids),
                late_reason=form.late_reason.data or "",
            )
        )
        if done and items is not None:
            flash(ngettext("%(n)s case is on the agenda.", "%(n)s cases are on the agenda.", len(items)), "ok")
            return to_meeting(meeting, anchor="agenda")
    return _choose("meetings/add_cases.html", meeting, form)


@blueprint.route("/meetings/<uuid:meeting_id>/add-on", methods=["GET", "POST"])
def add_on(meeting_id: UUID) -> Page:
    """Put an urgent case on the agenda of a meeting that runs."""
    actor = access.actor()
    meeting = load_meeting(meeting_id, Permission.MEETING_RUN)
    form = AddOnForm()
    if form.validate_on_submit():
        case = access.load(actor, Case, as_id(form.case.data) or UUID(int=0), Permission.CASE_SCHEDULE)
        done, _item = form.perform(
            lambda: agenda.add_on(actor=actor, meeting=meeting, case=case, reason=form.reason.data)
        )
        if done:
            flash(ngettext("%(n)s case is on the agenda.", "%(n)s cases are on the agenda.", 1), "ok")
            return to_meeting(meeting, anchor="agenda")
    return _choose("meetings/add_on.html", meeting, form)


@blueprint.post("/meetings/<uuid:meeting_id>/order")
def reorder(meeting_id: UUID) -> Response:
    """Take the order a drag left; a stale one is refused with 409."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    form = OrderForm()
    order.reorder(actor=access.actor(), meeting=meeting, order=form.item_ids, version=form.version.data or 0)
    return to_meeting(meeting, anchor="agenda")


@blueprint.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/move")
def shift(meeting_id: UUID, item_id: UUID) -> Response:
    """Move a case up or down by one."""
    item = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    order.shift(actor=access.actor(), item=item, steps=STEPS.get(request.form.get("move", ""), 0))
    return to_meeting(item.meeting, anchor=f"item-{item.id}")


def _choose(template: str, meeting: Meeting, form: ListForm | AddOnForm) -> tuple[str, int]:
    actor = access.actor()
    cases = waiting(access.visible(actor, Case, Permission.CASE_SCHEDULE), meeting)
    access.listed(actor, cases)
    usual = usual_minutes_of(meeting.board_id)
    return render_template(
        template,
        meeting=meeting,
        form=form,
        choices=[(case, usual.of(case)) for case in cases],
        used=minutes_used(shown(meeting)),
        is_past_cutoff=is_past_cutoff(meeting),
    ), form.status
