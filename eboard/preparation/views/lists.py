"""The list of a meeting for one specialty: materials, preparers, notes for the meeting."""

from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.core.errors import StaleError
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_STATES
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.queries.pages import item_of
from eboard.meetings.timing import is_past_cutoff
from eboard.meetings.views.blueprint import load_item, load_meeting, to_meeting, zone_of_viewer
from eboard.people.enums import Specialty
from eboard.people.models import Person
from eboard.preparation.actions import notes, preparers
from eboard.preparation.forms import NoteForm, PreparerForm
from eboard.preparation.lists import addresses, cases_of, lines_of
from eboard.preparation.queries import check_prepares, lists_of, naming, note_on, specialty_named
from eboard.preparation.views.blueprint import blueprint

Page = Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused, beside its case, and what is stored there."""

    item: AgendaItem
    form: NoteForm | PreparerForm
    saved: object = None


@blueprint.get("/preparation/<name>")
def show(meeting_id: UUID, name: str) -> str:
    """The cases in the order of the agenda, as one specialty prepares them."""
    meeting, specialty = _load(meeting_id, name)
    return _page(meeting, specialty)


@blueprint.post("/preparation")
def share(meeting_id: UUID) -> Response:
    """Name a preparer for each case that has none."""
    meeting = load_meeting(meeting_id, Permission.MEETING_PLAN)
    count = preparers.share_cases(actor=access.actor(), meeting=meeting)
    flash(ngettext("%(n)s preparer is named.", "%(n)s preparers are named.", count), "ok")
    return to_meeting(meeting, anchor="preparation")


@blueprint.post("/preparation/<name>/items/<uuid:item_id>/preparer")
def choose(meeting_id: UUID, name: str, item_id: UUID) -> Page:
    """Name another preparer for one case."""
    specialty = specialty_named(name)
    item = load_item(meeting_id, item_id, Permission.MEETING_PLAN)
    access.load(access.actor(), Case, item.case_id, Permission.CASE_PREPARE)
    form = PreparerForm()
    person_id = as_id(form.person_id.data) or UUID(int=0)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: preparers.choose_preparer(actor=access.actor(), item=item, specialty=specialty, person_id=person_id)
        )
        if done:
            flash(_("Saved."), "ok")
            return _to_line(item, specialty)
    return _page(item.meeting, specialty, Refused(item, form)), form.status


@blueprint.post("/preparation/<name>/items/<uuid:item_id>/note")
def note(meeting_id: UUID, name: str, item_id: UUID) -> Page:
    """Keep what this specialty found on a case."""
    meeting, specialty = _load(meeting_id, name)
    item = item_of(meeting, item_id)
    access.load(access.actor(), Case, item.case_id, Permission.CASE_PREPARE)
    form = NoteForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _save(item, specialty, form))
        if done:
            flash(_("The note on case %(number)s is saved.", number=item.case.number), "ok")
            return _to_line(item, specialty)
    saved = note_on(item, specialty) if isinstance(form.refusal, StaleError) else None
    return _page(meeting, specialty, Refused(item, form, saved)), form.status


def _load(meeting_id: UUID, name: str) -> tuple[Meeting, Specialty]:
    """The meeting for those who plan it and for those who prepare it in this specialty."""
    specialty = specialty_named(name)
    meeting = load_meeting(meeting_id, Permission.MEETING_PREPARE)
    if not _plans(meeting):
        check_prepares(access.actor(), meeting, specialty)
    return meeting, specialty


def _plans(meeting: Meeting) -> bool:
    return Permission.MEETING_PLAN in access.permissions(access.actor(), meeting)


def _page(meeting: Meeting, specialty: Specialty, refused: Refused | None = None) -> str:
    actor, plans = access.actor(), _plans(meeting)
    cases = cases_of(access.visible(actor, Case, Permission.CASE_PREPARE), meeting)
    access.listed(actor, cases)
    lines = lines_of(meeting, specialty, naming(meeting), cases)
    return render_template(
        "preparation/list.html",
        meeting=meeting,
        specialty=specialty,
        lines=lines,
        plans=plans,
        is_open=meeting.state in OPEN_STATES,
        can_share=plans and meeting.state in CHANGEABLE_STATES,
        lists=lists_of(meeting, actor.acts_as, plans=plans),
        addresses=addresses(access.visible(actor, Person, Permission.PERSON_CHOOSE), lines),
        is_past_cutoff=is_past_cutoff(meeting),
        my_zone=zone_of_viewer(),
        refused=refused,
        me=actor.acts_as,
    )


def _save(item: AgendaItem, specialty: Specialty, form: NoteForm) -> None:
    notes.save_note(
        actor=access.actor(),
        item=item,
        specialty=specialty,
        version=form.version.data,
        text=form.text.data or "",
    )


def _to_line(item: AgendaItem, specialty: Specialty) -> Response:
    return redirect(
        url_for("preparation.show", meeting_id=item.meeting_id, name=specialty, _anchor=f"case-{item.case_id}"), 303
    )
