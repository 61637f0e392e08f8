"""A patient asks for a correction: recorded and answered on the page of its request."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.cases.models import Case
from eboard.cases.states import OPEN_TO_EDITS
from eboard.core.i18n import gettext as _
from eboard.retention.actions.corrections import (
    accept_correction,
    add_statement,
    record_correction,
    refuse_correction,
)
from eboard.retention.corrections import correction_with
from eboard.retention.forms import AnswerForm, CorrectionForm, StatementForm
from eboard.retention.models import CorrectionRequest

blueprint = Blueprint("corrections", __name__, url_prefix="/cases/<uuid:case_id>/corrections")
Page = Response | tuple[str, int]


@blueprint.route("/new", methods=["GET", "POST"])
def new(case_id: UUID) -> Page:
    """Record that the patient asks."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = CorrectionForm()
    if form.validate_on_submit():
        done, row = form.perform(
            lambda: record_correction(actor=actor, case=case, asked_on=form.asked_on.data, what=form.what.data or "")
        )
        if done and row is not None:
            flash(_("Recorded. It is to be answered by %(day)s.", day=row.due_on), "ok")
            return redirect(url_for("cases.show", case_id=case.id, _anchor="rights"), 303)
    return render_template("retention/correction_new.html", form=form, case=case), form.status


@blueprint.route("/<uuid:correction_id>", methods=["GET", "POST"])
def show(case_id: UUID, correction_id: UUID) -> Page:
    """One request: accept or refuse it."""
    actor, case, row = _loaded(case_id, correction_id)
    form = AnswerForm(version=row.row_version)
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _answer(actor, row, form))
        if done:
            flash(_("Answered. Tell the patient in writing."), "ok")
            return _back(case, row)
    return _page(case, row, form, StatementForm(version=row.row_version))


@blueprint.post("/<uuid:correction_id>/statement")
def statement(case_id: UUID, correction_id: UUID) -> Page:
    """Keep what the patient says to a refusal."""
    actor, case, row = _loaded(case_id, correction_id)
    form = StatementForm(version=row.row_version)
    if form.validate():
        said, version = form.statement.data or "", form.version.data
        done, _nothing = form.perform(
            lambda: add_statement(actor=actor, correction=row, statement=said, version=version)
        )
        if done:
            flash(_("Kept. From now on it stands in every letter of this case."), "ok")
            return _back(case, row)
    return _page(case, row, AnswerForm(formdata=None, version=row.row_version), form)


def _answer(actor: Actor, row: CorrectionRequest, form: AnswerForm) -> None:
    if form.is_accepted:
        accept_correction(actor=actor, correction=row, version=form.version.data)
    else:
        refuse_correction(actor=actor, correction=row, reason=form.reason.data or "", version=form.version.data)


def _loaded(case_id: UUID, correction_id: UUID) -> tuple[Actor, Case, CorrectionRequest]:
    actor = access.actor()
    access.load(actor, Case, case_id, Permission.CASE_EDIT)
    case = access.load(actor, Case, case_id, Permission.CASE_READ)  # what was asked for says much of the patient
    return actor, case, correction_with(case, correction_id)


def _back(case: Case, row: CorrectionRequest) -> Response:
    return redirect(url_for("corrections.show", case_id=case.id, correction_id=row.id), 303)


def _page(case: Case, row: CorrectionRequest, form: AnswerForm, said: StatementForm) -> tuple[str, int]:
    return (
        render_template(
            "retention/correction.html",
            case=case,
            correction=row,
            form=form,
            said=said,
            may_edit=case.state in OPEN_TO_EDITS,
        ),
        max(form.status, said.status),
    )
