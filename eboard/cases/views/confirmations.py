"""What a coordinator proposed and a physician of the board decides: note only, or decline."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.proposals import decide_proposal
from eboard.cases.fields import age_text, stage_text
from eboard.cases.forms.triage import DecisionForm
from eboard.cases.models import Case
from eboard.cases.queries.proposals import open_proposals
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate
from eboard.core.web.paging import page_number

blueprint = Blueprint("confirmations", __name__, url_prefix="/confirmations")


@blueprint.get("")
def index() -> str:
    """The open proposals on the cases of my boards, the oldest first."""
    return _page(DecisionForm(formdata=None))


@blueprint.post("/<uuid:case_id>")
def decide(case_id: UUID) -> Response | tuple[str, int]:
    """Confirm a proposal or turn it down."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_CONFIRM)
    form = DecisionForm()
    done = (
        form.validate()
        and form.perform(
            lambda: decide_proposal(actor=actor, case=case, is_confirmed=form.is_confirmed, note=form.note.data or "")
        )[0]
    )
    if not done:
        return _page(form), form.status
    flash(_("Case %(number)s: %(state)s.", number=case.number, state=case.state.label), "ok")
    return redirect(url_for(".index"), 303)


def _page(form: DecisionForm) -> str:
    actor = access.actor()
    page = paginate(open_proposals(access.visible(actor, Case, Permission.CASE_CONFIRM)), number=page_number())
    access.listed(actor, [proposal.case for proposal in page.items])
    return render_template("cases/confirmations.html", page=page, form=form, stage_text=stage_text, age_text=age_text)
