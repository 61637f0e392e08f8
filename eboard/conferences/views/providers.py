"""The video services of an organization."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.conferences import actions
from eboard.conferences.agreements import uncovered
from eboard.conferences.enums import KINDS, ProviderKind
from eboard.conferences.fields import FIELDS
from eboard.conferences.forms import ProviderForm
from eboard.conferences.jobs import PATIENCE, keep_renewed
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import providers_of, service_of
from eboard.conferences.services import SERVICES
from eboard.conferences.services.calls import ServiceError
from eboard.conferences.services.service import Service, Wish
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.tokens import short_tag
from eboard.core.web import patient
from eboard.people.models import Organization

blueprint = Blueprint("providers", __name__)

Page = Response | str | tuple[str, int]
TRIAL_MINUTES = 15


@blueprint.get("/organizations/<uuid:organization_id>/video")
def listed(organization_id: UUID) -> Page:
    """The services boards of this organization may use."""
    organization = _organization(organization_id)
    rows = [(one, uncovered(one)) for one in providers_of(organization.id)]
    return render_template("conferences/providers.html", organization=organization, providers=rows)


@blueprint.get("/organizations/<uuid:organization_id>/video/new")
def choose(organization_id: UUID) -> Page:
    """Choose the kind of service to add."""
    organization = _organization(organization_id)
    return render_template("conferences/kinds.html", organization=organization, kinds=list(ProviderKind))


@blueprint.route("/organizations/<uuid:organization_id>/video/new/<kind>", methods=["GET", "POST"])
def new(organization_id: UUID, kind: str) -> Page:
    """Add a service."""
    organization = _organization(organization_id)
    if kind not in KINDS:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    form = ProviderForm.of_kind(KINDS[kind])
    if form.validate_on_submit():
        done, _provider = form.perform(
            lambda: actions.register_provider(actor=access.actor(), organization=organization, facts=form.facts)
        )
        if done:
            return _saved(organization.id, form.provider_kind)
    return _page(form, None, organization.id)


@blueprint.route("/video/<uuid:provider_id>", methods=["GET", "POST"])
def edit(provider_id: UUID) -> Page:
    """Change a service."""
    provider = access.load(access.actor(), ConferenceProvider, provider_id, Permission.PROVIDER_MANAGE)
    form = ProviderForm.for_provider(provider)
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: actions.change_provider(
                actor=access.actor(), provider=provider, facts=form.facts, version=form.version.data
            )
        )
        if done:
            return _saved(provider.organization_id, provider.kind)
    return _page(form, provider, provider.organization_id)


@blueprint.post("/video/<uuid:provider_id>/try")
@patient
def try_out(provider_id: UUID) -> Page:
    """Make a room and end it again, and say what happened."""
    with unit_of_work():
        provider = access.load(access.actor(), ConferenceProvider, provider_id, Permission.PROVIDER_MANAGE)
        if provider.kind not in SERVICES:
            raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
        service, used = service_of(provider, timeout=PATIENCE), provider.sealed_credentials
    tone, sentence, outcome = _try(service)
    with unit_of_work():
        actions.note_try(actor=access.actor(), provider=provider, outcome=outcome)
        keep_renewed(service, provider, used)
    flash(sentence, tone)
    return redirect(url_for("providers.edit", provider_id=provider.id), 303)


def _try(service: Service) -> tuple[str, str, str]:
    wish = Wish(name=short_tag(), title="eBoard", starts_at=time.now() + timedelta(days=1), minutes=TRIAL_MINUTES)
    try:
        made = service.make(wish)
    except ServiceError as error:
        return "error", _("No room was made. %(problem)s", problem=_told(error)), str(error)
    try:
        service.end(made.external_id)
    except ServiceError as error:
        return "warn", _("A room was made but not ended. %(problem)s", problem=_told(error)), f"not ended: {error}"
    return "ok", _("A room was made and ended again. The service works."), "ok"


def _told(error: ServiceError) -> str:
    """What went wrong, in a sentence, with the HTTP status for who looks it up."""
    return f"{error.problem.label} ({error.status})" if error.status else error.problem.label


def _page(form: ProviderForm, provider: ConferenceProvider | None, organization_id: UUID) -> Page:
    kind = form.provider_kind
    return render_template(
        "conferences/provider.html",
        form=form,
        provider=provider,
        kind=kind,
        fields=FIELDS[kind],
        can_try=provider is not None and kind in SERVICES,
        problem=uncovered(provider) if provider is not None else "",
        back=organization_id,
    ), form.status


def _organization(organization_id: UUID) -> Organization:
    return access.load(access.actor(), Organization, organization_id, Permission.ORGANIZATION_MANAGE)


def _saved(organization_id: UUID, kind: ProviderKind) -> Response:
    if kind in SERVICES:
        flash(_("The video service is saved. Rooms that are made from now on use it."), "ok")
    else:
        flash(_("The video service is saved. Every join address leads to it from now on."), "ok")
    return redirect(url_for("providers.listed", organization_id=organization_id), 303)
