"""A patient's consent on the case page, recording it, withdrawing it, and what was withdrawn from oneself."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.withdrawing import withdraw_consent
from eboard.cases.actions.consents import is_withdrawn, record_consent
from eboard.cases.enums import Consent, ConsentPurpose
from eboard.cases.forms.consents import ConsentForm, WithdrawalForm
from eboard.cases.models import Case
from eboard.cases.panels import panel
from eboard.cases.queries.cases import linked_to
from eboard.cases.queries.consents import consents_of, withdrawn_from
from eboard.core.i18n import gettext as _

blueprint = Blueprint("consents", __name__, url_prefix="/cases")


@panel("cases/parts/consent.html", order=95)
def _panel(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """The history of the consent, for the nominating care team."""
    if Permission.CASE_EDIT not in may:
        return None
    return {
        "consents": consents_of(case),
        "purposes": {purpose.value: purpose.label for purpose in ConsentPurpose},
        "is_withdrawn": is_withdrawn(case),
    }


@blueprint.get("/withdrawn")
def withdrawn() -> str:
    """The cases one had looked at whose patients withdrew consent: numbers and days, nothing else."""
    return render_template("cases/withdrawn.html", cases=withdrawn_from(access.actor().acts_as or UUID(int=0)))


@blueprint.route("/<uuid:case_id>/consent", methods=["GET", "POST"])
def record(case_id: UUID) -> Response | str | tuple[str, int]:
    """Record a consent with purpose, day and form; after a withdrawal the case can be shared again."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = ConsentForm(data={"purposes": [ConsentPurpose.BOARD.value]})
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: record_consent(
                actor=actor,
                case=case,
                kind=form.kind.data or Consent.NOT_YET,
                purposes=form.chosen,
                on=form.on.data,
                form_version=form.form_version.data,
            )
        )
        if done:
            flash(_("The consent is recorded."), "ok")
            return redirect(url_for("cases.show", case_id=case.id), 303)
    return render_template("cases/consent.html", case=case, form=form), form.status


@blueprint.route("/<uuid:case_id>/consent/withdraw", methods=["GET", "POST"])
def withdraw(case_id: UUID) -> Response | str | tuple[str, int]:
    """Withdraw consent, with the consequences spelled out."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = WithdrawalForm()
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: withdraw_consent(actor=actor, case=case, on=form.on.data, reason=form.reason.data or "")
        )
        if done:
            flash(_("Consent is withdrawn. Only your care team still sees this case."), "ok")
            return redirect(url_for("cases.show", case_id=case.id), 303)
    linked = linked_to(access.visible(actor, Case, Permission.CASE_EDIT), case)
    shared = [one for one in linked if one.consent is not Consent.WITHDRAWN]
    return render_template("cases/withdraw_consent.html", case=case, form=form, shared=shared), form.status
