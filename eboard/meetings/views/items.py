"""One case on an agenda: its minutes and presenter, off the agenda, to another meeting."""

from uuid import UUID

from flask import flash, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.meetings.actions import agenda, removals
from eboard.meetings.forms.agenda import ItemForm, TransferForm, as_id
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.minutes import usual_minutes_of
from eboard.meetings.queries.pages import other_meetings
from eboard.meetings.views.blueprint import blueprint, load_item, load_meeting, to_meeting, zone_of_viewer
from eboard.meetings.views.plans import Page
from eboard.people.views.search import chosen


@blueprint.route("/meetings/<uuid:meeting_id>/items/<uuid:item_id>", methods=["GET", "POST"])
def item(meeting_id: UUID, item_id: UUID) -> Page:
    """Change minutes and presenter."""
    row = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    presenter = row.presenter
    form = ItemForm(
        minutes=row.minutes,
        presenter=presenter.name if presenter else "",
        presenter_id=str(presenter.id) if presenter else "",
    )
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _save(row, form))
        if done:
            flash(_("Saved."), "ok")
            return to_meeting(row.meeting, anchor="agenda")
    usual = usual_minutes_of(row.meeting.board_id).of(row.case)
    return render_template("meetings/item.html", form=form, item=row, meeting=row.meeting, usual=usual), form.status


@blueprint.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/remove")
def remove(meeting_id: UUID, item_id: UUID) -> Response:
    """Take a case off the agenda."""
    row = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    removals.take_off(actor=access.actor(), item=row)
    undo = url_for("meetings.put_back", meeting_id=row.meeting_id, item_id=row.id)
    text = _("Case %(number)s is off the agenda.", number=row.case.number)
    flash({"text": text, "action_url": undo, "action_label": _("Undo")}, "ok")  # type: ignore[arg-type]
    return to_meeting(row.meeting, anchor="agenda")


@blueprint.post("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/put-back")
def put_back(meeting_id: UUID, item_id: UUID) -> Response:
    """Undo taking a case off; it stands at the end."""
    row = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    agenda.put_back(actor=access.actor(), item=row)
    return to_meeting(row.meeting, anchor="agenda")


@blueprint.route("/meetings/<uuid:meeting_id>/items/<uuid:item_id>/transfer", methods=["GET", "POST"])
def transfer(meeting_id: UUID, item_id: UUID) -> Page:
    """Move a case to another meeting of the board."""
    row = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    form = TransferForm()
    meetings = other_meetings(row.meeting)
    if form.validate_on_submit():
        target = load_meeting(as_id(form.meeting.data) or UUID(int=0), Permission.MEETING_PLAN)
        done, _moved = form.perform(lambda: _transfer(row, target, form))
        if done:
            flash(_("Case %(number)s has moved.", number=row.case.number), "ok")
            return to_meeting(target, anchor="agenda")
    return render_template(
        "meetings/transfer.html",
        form=form,
        item=row,
        meeting=row.meeting,
        meetings=meetings,
        my_zone=zone_of_viewer(),
    ), form.status


def _save(row: AgendaItem, form: ItemForm) -> None:
    typed = form.presenter.data or ""
    key = as_id(form.presenter_id.data)
    presenter = chosen(access.actor(), key, typed, field="presenter") if typed else None
    agenda.change_item(
        actor=access.actor(),
        item=row,
        minutes=form.minutes.data,
        presenter_id=presenter.id if presenter else None,
    )


def _transfer(row: AgendaItem, target: Meeting, form: TransferForm) -> AgendaItem:
    return agenda.transfer(actor=access.actor(), item=row, meeting=target, late_reason=form.late_reason.data or "")
