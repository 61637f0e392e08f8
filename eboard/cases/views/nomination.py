"""Nominating: start a draft, fill it in, submit it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.cases import readiness
from eboard.cases.actions.identity import seek_patient
from eboard.cases.actions.lifecycle import submit_case
from eboard.cases.actions.nominate import nominate_patient, save_case
from eboard.cases.enums import Consent
from eboard.cases.fields import LABELS, current
from eboard.cases.forms.nomination import USUAL, NominationForm, field_values
from eboard.cases.forms.start import StartForm
from eboard.cases.forms.submission import SubmitForm
from eboard.cases.merging import fingerprints, merge
from eboard.cases.models import Case
from eboard.cases.queries.boards import offered_to
from eboard.cases.queries.cases import by_ids
from eboard.cases.queries.colleagues import names_of
from eboard.cases.queries.guarding import findings_in
from eboard.cases.queries.organizations import by_name
from eboard.cases.queries.versions import names_in, worded
from eboard.cases.schemes import SCHEMES
from eboard.cases.states import WITH_CARE_TEAM
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization

blueprint = Blueprint("nomination", __name__, url_prefix="/cases")


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Response | str | tuple[str, int]:
    """Start: for which organization, and who the patient is."""
    actor = access.actor()
    form = StartForm()
    form.offer(by_name(access.visible(actor, Organization, Permission.CASE_NOMINATE)))
    if form.validate_on_submit():
        organization = access.load(actor, Organization, form.organization.data, Permission.CASE_NOMINATE)
        earlier = access.load(actor, Case, form.chosen, Permission.CASE_EDIT) if form.chosen else None
        known = _known(actor, organization, form)
        done, case = form.perform(
            lambda: nominate_patient(
                actor=actor,
                organization_id=organization.id,
                identity=form.identity(),
                earlier=earlier,
                known=known,
                is_new=form.is_new,
            )
        )
        if done and case is not None:
            return redirect(url_for("nomination.edit", case_id=case.id), 303)
        access.listed(actor, known)
        form.ask(known)
    return render_template("cases/new.html", form=form), form.status


def _known(actor: Actor, organization: Organization, form: StartForm) -> list[Case]:
    number = form.record_number.data
    if not number:
        return []
    ids = seek_patient(actor=actor, organization_id=organization.id, record_number=number)
    return by_ids(access.visible(actor, Case, Permission.CASE_EDIT), ids)


@blueprint.post("/<uuid:case_id>/again")
def again(case_id: UUID) -> Response:
    """Nominate the patient of a case once more, with what stays true."""
    actor = access.actor()
    earlier = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    organization = access.load(actor, Organization, earlier.organization_id, Permission.CASE_NOMINATE)
    form = StartForm(formdata=None)
    case = nominate_patient(actor=actor, organization_id=organization.id, identity=form.identity(), earlier=earlier)
    return redirect(url_for("nomination.edit", case_id=case.id), 303)


@blueprint.route("/<uuid:case_id>/edit", methods=["GET", "POST"])
def edit(case_id: UUID) -> Response | str | tuple[str, int]:
    """The form. The second of two people who save is shown what the first changed, and keeps what he or she typed."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    if request.method == "GET":
        return _form_page(case, _form(case, current(case)))
    form = _form(case)
    done = form.validate() and _save(form, case)
    if not done:
        return _refused(case, form)
    target = "nomination.submit" if "submit" in request.form else "cases.show"
    return redirect(url_for(target, case_id=case.id), 303)


@blueprint.post("/<uuid:case_id>/autosave")
def autosave(case_id: UUID) -> Response | tuple[Response, int]:
    """Keep what was typed so far; fields that are not right yet are left as they were."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = _form(case)
    form.validate()
    if not _save(form, case):
        return jsonify(status="refused"), form.status
    stored = {"version": str(case.row_version), "marks": fingerprints(current(case))}
    return jsonify(status="saved", fields=stored)


def _save(form: NominationForm, case: Case) -> bool:
    return form.perform(
        lambda: save_case(
            actor=access.actor(),
            case=case,
            values=form.values(),
            version=form.version.data,
            marks=form.marks.data or "",
        )
    )[0]


def _form(case: Case, values: dict[str, Any] | None = None) -> NominationForm:
    """The form as it was posted, or with ``values`` in it and the marks of what is stored now."""
    boards = {str(board_id): name for board_id, name in offered_to(case).items()}
    options: dict[str, Any] = {}
    if values is not None:
        names = names_of([values["referrer_id"], values["presenter_id"]])
        shown = {"version": case.row_version, "marks": fingerprints(current(case))}
        options = {"formdata": None, "data": {**field_values(values, names), **shown}}
    is_withdrawn = case.consent is Consent.WITHDRAWN
    return NominationForm(organization_id=case.organization_id, boards=boards, is_withdrawn=is_withdrawn, **options)


def _refused(case: Case, form: NominationForm) -> tuple[str, int]:
    status = form.status
    if status != 409:  # noqa: PLR2004 - the status of a stale page
        return _form_page(case, form), status
    merged = merge(form.marks.data or "", current(case), {**current(case), **form.values()})
    names = names_in([current(case)])
    changes = [(LABELS[name], worded(name, getattr(case, name), names), name in merged.both) for name in merged.theirs]
    fresh = _form(case, merged.values)
    return _form_page(case, fresh, changes=changes), status


def _form_page(case: Case, form: NominationForm, **more: Any) -> str:
    access.load(access.actor(), Case, case.id, Permission.CASE_READ)
    found = readiness.assess(case, case.materials, files=case.attachments)
    lacking = {readiness.SECTIONS[code] for code in found.missing if code in readiness.SECTIONS}
    return render_template(
        "cases/edit.html",
        case=case,
        has_choice_of_board=case.state in WITH_CARE_TEAM,
        form=form,
        lacking=lacking,
        missing=readiness.sentences(found.missing),
        readiness=found,
        schemes=SCHEMES,
        usual=USUAL,
        **more,
    )


@blueprint.route("/<uuid:case_id>/submit", methods=["GET", "POST"])
def submit(case_id: UUID) -> Response | str | tuple[str, int]:
    """The last look before the board sees the case."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = SubmitForm(version=case.row_version)
    if form.validate_on_submit():
        done, _result = form.perform(
            lambda: submit_case(actor=actor, case=case, version=form.version.data, is_confirmed=form.is_confirmed.data)
        )
        if done:
            flash(_("Submitted. The board's coordinator now sees the case."), "ok")
            return redirect(url_for("cases.show", case_id=case.id), 303)
    status = form.status
    found = readiness.assess(case, case.materials, files=case.attachments)
    page = render_template(
        "cases/submit.html",
        case=case,
        form=form,
        findings=findings_in(actor, case),
        labels=LABELS,
        readiness=found,
        missing=readiness.sentences(found.keeps_from_submission),
    )
    return page, status
