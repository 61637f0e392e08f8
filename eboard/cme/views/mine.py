"""My credit: what I have, disclosure, evaluation, certificates."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug import Response

from eboard import access
from eboard.access import Permission
from eboard.cme.actions.certifying import certify, evaluate
from eboard.cme.actions.disclosing import disclose
from eboard.cme.certificates import Paper, holds, is_backed, paper_of
from eboard.cme.export import ledger_csv
from eboard.cme.forms import DisclosureForm, EvaluationForm
from eboard.cme.models import CmeActivity, CmeCertificate, CmeEntry
from eboard.cme.pdf import pdf_of
from eboard.cme.queries import (
    all_entries,
    certificates_of,
    disclosure_of,
    evaluation_of,
    evaluations_of,
    standings,
)
from eboard.core import typesetting
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.core.web.downloads import as_file
from eboard.core.web.settings import settings
from eboard.people.models import Person
from eboard.people.views.account import me

blueprint = Blueprint("credits", __name__, url_prefix="/credits")

Page = Response | str | tuple[str, int]


@blueprint.get("")
def mine() -> str:
    """What I have earned, what stands between me and a certificate, and the certificates."""
    person, actor = me(), access.actor()
    found = standings(access.visible(actor, CmeEntry, Permission.CREDIT_READ))
    evaluations = evaluations_of([one.activity.id for one in found])
    by_activity = {one.activity.id: one for one in found}
    certificates = certificates_of(access.visible(actor, CmeCertificate, Permission.CERTIFICATE_READ))
    return render_template(
        "cme/mine.html",
        standings=found,
        evaluated={activity_id for activity_id, person_id in evaluations if person_id == person.id},
        disclosure=disclosure_of(person.id),
        certificates=[(one, is_backed(one, by_activity[one.activity_id])) for one in certificates],
        person=person,
    )


@blueprint.get("/ledger.csv")
def export() -> Response:
    """My whole ledger."""
    me()
    entries = all_entries(access.visible(access.actor(), CmeEntry, Permission.CREDIT_READ))
    return as_file(ledger_csv(entries), media_type="text/csv; charset=utf-8", name="my-credits.csv")


@blueprint.route("/disclosure", methods=["GET", "POST"])
def disclosure() -> Page:
    """Say what financial relations I have, or that I have none."""
    person = me()
    known = disclosure_of(person.id)
    form = DisclosureForm(
        has_relations=("yes" if known.relations else "no") if known else None,
        relations=known.relations if known else "",
    )
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: disclose(
                actor=access.actor(),
                person=person,
                has_relations=form.has_relations.data == "yes",
                relations=form.relations.data or "",
            )
        )
        if done:
            flash(_("Disclosed. It is valid for a year."), "ok")
            return redirect(url_for("credits.mine"))
    return render_template("cme/disclosure.html", form=form, known=known, person=person), form.status


@blueprint.route("/activities/<uuid:activity_id>/evaluation", methods=["GET", "POST"])
def evaluation(activity_id: UUID) -> Page:
    """Say what an activity was good for."""
    person, activity = _mine(activity_id)
    if evaluation_of(activity.id, person.id) is not None:
        flash(_("You have evaluated this activity already."), "warn")
        return redirect(url_for("credits.mine"))
    form = EvaluationForm()
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: evaluate(actor=access.actor(), activity=activity, person=person, judgement=form.judgement())
        )
        if done:
            flash(_("Thank you. You can have your certificate now."), "ok")
            return redirect(url_for("credits.mine"))
    return render_template("cme/evaluation.html", form=form, activity=activity), form.status


@blueprint.post("/activities/<uuid:activity_id>/certificate")
def certificate_of(activity_id: UUID) -> Response:
    """Certify what I have earned so far."""
    person, activity = _mine(activity_id)
    row = certify(actor=access.actor(), activity=activity, person=person)
    return redirect(url_for("credits.certificate", certificate_id=row.id))


@blueprint.get("/certificates/<uuid:certificate_id>")
def certificate(certificate_id: UUID) -> str:
    """A certificate as a page, which prints."""
    row = _certificate(certificate_id)
    return render_template("cme/certificate.html", paper=_paper(row), certificate_id=row.id, is_valid=holds(row))


@blueprint.get("/certificates/<uuid:certificate_id>.pdf")
def certificate_pdf(certificate_id: UUID) -> Response:
    """The same as PDF; where it cannot be made with every character of the name, or does not hold, the page."""
    row = _certificate(certificate_id)
    if not holds(row):
        return redirect(url_for("credits.certificate", certificate_id=certificate_id), 303)
    try:
        content = pdf_of(_paper(row)) if typesetting.IS_AVAILABLE else None
    except typesetting.MissingGlyphError:
        content = None
    if content is None:
        flash(_("This system cannot write your certificate as PDF. This page prints the same."), "warn")
        return redirect(url_for("credits.certificate", certificate_id=certificate_id), 303)
    return as_file(content, media_type="application/pdf", name=f"certificate-{certificate_id.hex[-6:]}.pdf")


def _mine(activity_id: UUID) -> tuple[Person, CmeActivity]:
    """Me, and an activity in which I have entries."""
    return me(), access.load(access.actor(), CmeActivity, activity_id, Permission.CREDIT_EARN)


def _certificate(certificate_id: UUID) -> CmeCertificate:
    return access.load(access.actor(), CmeCertificate, certificate_id, Permission.CERTIFICATE_READ)


def _paper(row: CmeCertificate) -> Paper:
    return paper_of(row, keyring(), base_url=settings().base_url)
