"""Preparing: my cases of the coming meetings, and my notes on them."""

from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Attachment, Case
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.recommendations.actions import save_note
from eboard.recommendations.forms import NoteForm
from eboard.recommendations.preparation import Coming, coming, note_of

blueprint = Blueprint("preparing", __name__, url_prefix="/prepare")


@blueprint.get("/")
def cases() -> str:
    """The cases of the coming meetings I take part in."""
    return _page()


@blueprint.post("/<uuid:case_id>/note")
def note(case_id: UUID) -> Response | tuple[str, int]:
    """Keep my note on a case."""
    case = access.load(access.actor(), Case, case_id, Permission.CASE_PREPARE)
    form = NoteForm()
    if form.validate_on_submit():
        done, _note = form.perform(lambda: _save(case, form))
        if done:
            flash(_("Your note on case %(number)s is saved.", number=case.number), "ok")
            return redirect(url_for("preparing.cases", _anchor=f"case-{case.id}"), 303)
    saved = note_of(case.id, access.current_session().person_id)
    return _page(refused=form, refused_case=case, saved=saved), form.status


@blueprint.post("/<uuid:case_id>/note/autosave")
def autosave(case_id: UUID) -> Response:
    """Keep my note while I type; answers with the new row version."""
    case = access.load(access.actor(), Case, case_id, Permission.CASE_PREPARE)
    form = NoteForm()
    if not form.validate():
        raise DomainError(_("This note is too long."))
    return jsonify(fields={"version": str(_save(case, form))})


def _page(**values: object) -> str:
    me = access.current_session().person
    return render_template("recommendations/prepare.html", meetings=_coming(), zone=me.zone, me=me.id, **values)


def _save(case: Case, form: NoteForm) -> int:
    return save_note(actor=access.actor(), case=case, version=form.version.data, text=form.text.data or "").row_version


def _coming() -> list[Coming]:
    actor = access.actor()
    found = coming(
        cases=access.visible(actor, Case, Permission.CASE_PREPARE),
        meetings=access.criterion(actor, Meeting, Permission.MEETING_AGENDA),
        attachments=access.visible(actor, Attachment, Permission.ATTACHMENT_READ),
        person_id=access.current_session().person_id,
    )
    access.listed(actor, [one.item.case for meeting in found for one in meeting.cases])
    return found
