"""Who the patient is: sealed, opened on purpose, found by record number; and who may open a restricted case.

Everything that holds a name or a number is posted; it never stands in an address.
"""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.identity import seal_identity, seek_patient
from eboard.cases.actions.restriction import restrict_case
from eboard.cases.forms.patients import FindForm, RestrictForm
from eboard.cases.forms.start import IdentityForm
from eboard.cases.identity import Identity
from eboard.cases.models import Case, PatientIdentity
from eboard.cases.queries.cases import by_ids
from eboard.cases.queries.identities import opened, row_of
from eboard.cases.queries.organizations import by_name
from eboard.cases.queries.restriction import may_be_named, named_on
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.people.models import Organization

blueprint = Blueprint("patients", __name__, url_prefix="/cases")


@blueprint.route("/find", methods=["GET", "POST"])
def find() -> str | tuple[str, int]:
    """Find one's own patient by record number."""
    actor = access.actor()
    form = FindForm()
    cases: list[Case] | None = None
    if form.validate_on_submit():
        mine = by_name(access.visible(actor, Organization, Permission.CASE_NOMINATE))
        ids = [
            case_id
            for one in mine
            for case_id in seek_patient(actor=actor, organization_id=one.id, record_number=form.record_number.data)
        ]
        cases = by_ids(access.visible(actor, Case, Permission.CASE_EDIT), ids)
        access.listed(actor, cases)
    return render_template("cases/find.html", form=form, cases=cases), form.status


@blueprint.post("/<uuid:case_id>/identity/show")
def show(case_id: UUID) -> str:
    """Open the sealed identity; the look is recorded first."""
    access.confirm_recently()
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    row = row_of(case.id)
    identity = Identity()
    if row is not None:
        identity = opened(access.load(actor, PatientIdentity, row.id, Permission.IDENTITY_READ))
    form = IdentityForm(formdata=None, obj=identity)
    return render_template("cases/identity.html", case=case, form=form)


@blueprint.post("/<uuid:case_id>/identity")
def save(case_id: UUID) -> Response | tuple[str, int]:
    """Seal what was typed."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = IdentityForm()
    if not form.validate():
        return render_template("cases/identity.html", case=case, form=form), form.status
    seal_identity(actor=actor, case=case, identity=form.identity())
    number = form.record_number.data or ""
    same = seek_patient(actor=actor, organization_id=case.organization_id, record_number=number)
    others = len({one.id for one in by_ids(access.visible(actor, Case, Permission.CASE_EDIT), same)} - {case.id})
    known = ngettext(
        "This record number stands on %(n)s other case of your organization.",
        "This record number stands on %(n)s other cases of your organization.",
        others,
    )
    flash(_("Sealed.") + (f" {known}" if others else ""), "warn" if others else "ok")
    return redirect(url_for("cases.show", case_id=case.id), 303)


@blueprint.route("/<uuid:case_id>/restriction", methods=["GET", "POST"])
def restrict(case_id: UUID) -> Response | str | tuple[str, int]:
    """Narrow a case to named persons."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = RestrictForm(data={"people": list(named_on(case))})
    form.offer(may_be_named(case))
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: restrict_case(actor=actor, case=case, person_ids=form.people.data or []))
        if done:
            flash(_("Only the named persons can open this case.") if case.is_restricted else _("Open again."), "ok")
            return redirect(url_for("cases.show", case_id=case.id), 303)
    return render_template("cases/restriction.html", case=case, form=form), form.status
