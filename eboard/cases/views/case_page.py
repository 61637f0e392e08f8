"""The pages of cases that already exist: one's own organization's list, and the case itself."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases import complexity, readiness
from eboard.cases.actions.edits import see_edits
from eboard.cases.actions.lifecycle import enter_in_error, withdraw_case
from eboard.cases.fields import age_text, specialties_text, stage_text
from eboard.cases.forms.recusals import RecusalForm
from eboard.cases.forms.start import ReasonForm
from eboard.cases.icd10 import title_of
from eboard.cases.models import Attachment, Case
from eboard.cases.panels import panels_for
from eboard.cases.queries.attachments import count_to_look_through, names_of_files, on_case
from eboard.cases.queries.cases import FOR_PAGE, Waits, counts, linked_to, waiting_for
from eboard.cases.queries.versions import edits_of
from eboard.cases.states import OPEN_TO_EDITS, TRANSITIONS
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate
from eboard.core.web.paging import page_number

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
WITHDRAWING, ERRING = "withdraw-", "error-"  # two forms with a reason stand on one page


@blueprint.get("/")
def index() -> str:
    """The cases of one's own organization by what they wait for."""
    actor = access.actor()
    mine = access.visible(actor, Case, Permission.CASE_EDIT)
    waits = _chosen(request.args.get("waits", ""))
    query = request.args.get("q", "")
    page = paginate(waiting_for(mine, waits, query), number=page_number())
    access.listed(actor, page.items)
    return render_template(
        "cases/index.html",
        page=page,
        waits=waits,
        query=query,
        counts=counts(mine),
        files=count_to_look_through(access.visible(actor, Attachment, Permission.ATTACHMENT_EDIT)),
        today=time.now().date(),
        sentences=readiness.sentences,
    )


def _chosen(text: str) -> Waits:
    return Waits.of(text) if text in set(Waits) else Waits.CARE_TEAM


@blueprint.get("/<uuid:case_id>")
def show(case_id: UUID) -> str:
    """One case: who nominated it, what is asked, how urgent it is, and where it stands."""
    return page_of(case_id)


def page_of(
    case_id: UUID,
    *,
    withdrawing: ReasonForm | None = None,
    erring: ReasonForm | None = None,
    recusing: RecusalForm | None = None,
) -> str:
    """The page of a case, with what was typed where it was refused."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_READ, options=FOR_PAGE)
    may = access.permissions(actor, case)
    files = on_case(access.visible(actor, Attachment, Permission.ATTACHMENT_READ), case)
    return render_template(
        "cases/show.html",
        case=case,
        may=may,
        is_open=case.state in OPEN_TO_EDITS,
        moves=TRANSITIONS[case.state],
        withdrawing=withdrawing or ReasonForm(formdata=None, prefix=WITHDRAWING),
        erring=erring or ReasonForm(formdata=None, prefix=ERRING),
        recusing=recusing or RecusalForm(formdata=None),
        missing=readiness.sentences(case.missing),
        percent=readiness.assess(case, case.materials, files=case.attachments).percent,
        factors=complexity.factors(case),
        stage=stage_text(case.staging),
        age=age_text(case.age),
        specialties=specialties_text(case.specialties),
        icd10_title=title_of(case.icd10),
        edits=edits_of(case),
        linked=linked_to(access.visible(actor, Case, Permission.CASE_READ), case),
        attachments=files,
        file_names=names_of_files(files) if Permission.CASE_EDIT in may else {},
        panels=panels_for(case, may),
        today=time.now().date(),
    )


@blueprint.post("/<uuid:case_id>/withdraw")
def withdraw(case_id: UUID) -> Response | tuple[str, int]:
    """Take a case back."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = ReasonForm(prefix=WITHDRAWING)
    if form.validate() and form.perform(lambda: withdraw_case(actor=actor, case=case, reason=form.reason.data))[0]:
        return _left(case_id, _("The case is withdrawn. The board no longer waits for it."))
    return page_of(case_id, withdrawing=form), form.status


@blueprint.post("/<uuid:case_id>/entered-in-error")
def entered_in_error(case_id: UUID) -> Response | tuple[str, int]:
    """Mark a case as entered in error."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = ReasonForm(prefix=ERRING)
    if form.validate() and form.perform(lambda: enter_in_error(actor=actor, case=case, reason=form.reason.data))[0]:
        return _left(case_id, _("The case is marked as entered in error."))
    return page_of(case_id, erring=form), form.status


def _left(case_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("cases.show", case_id=case_id), 303)


@blueprint.post("/<uuid:case_id>/edits-seen")
def edits_seen(case_id: UUID) -> Response:
    """Note that the board's staff has looked at what was changed."""
    actor = access.actor()
    see_edits(actor=actor, case=access.load(actor, Case, case_id, Permission.CASE_TRIAGE))
    flash(_("Marked as seen."), "ok")
    return redirect(url_for("cases.show", case_id=case_id), 303)
