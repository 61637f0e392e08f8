"""Administration: the list of people, and inviting."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.staffing import givable_roles
from eboard.audit import Actor
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number, paginate
from eboard.people.actions.persons import invite_person
from eboard.people.enums import PersonState
from eboard.people.forms.administration import InviteForm
from eboard.people.models import Organization, Person
from eboard.people.newcomers import Newcomer
from eboard.people.queries.directory import listed
from eboard.people.queries.organizations import by_name
from eboard.people.views.places import as_id

blueprint = Blueprint("people", __name__, url_prefix="/people")
STATES = {state.value: state for state in PersonState}


@blueprint.get("/")
def index() -> str:
    """Everybody this administrator looks after."""
    actor = access.actor()
    access.require_any(actor, Organization, Permission.ORGANIZATION_MANAGE)
    people = listed(
        access.visible(actor, Person, Permission.PERSON_MANAGE),
        typed=request.args.get("q", ""),
        organization_id=as_id(request.args.get("organization")),
        state=STATES.get(request.args.get("state", "")),
    )
    return render_template(
        "people/admin/index.html",
        page=paginate(people, number=page_number()),
        organizations=managed(actor),
        states=PersonState,
    )


@blueprint.route("/invite", methods=["GET", "POST"])
def invite() -> Response | str | tuple[str, int]:
    """Take somebody in."""
    actor = access.actor()
    access.require_any(actor, Organization, Permission.ORGANIZATION_MANAGE)
    form = InviteForm()
    form.offer(managed(actor), givable_roles(actor))
    if form.validate_on_submit():
        done, person = form.perform(lambda: _invite(actor, form))
        if done and person is not None:
            flash(_("%(name)s is invited and gets an e-mail.", name=person.name), "ok")
            return redirect(url_for("person.show", person_id=person.id), 303)
    return render_template("people/admin/invite.html", form=form), form.status


def managed(actor: Actor) -> list[Organization]:
    """The organizations this administrator looks after."""
    return list(by_name(access.visible(actor, Organization, Permission.ORGANIZATION_MANAGE)))


def _invite(actor: Actor, form: InviteForm) -> Person:
    organization = access.load(actor, Organization, form.organization.data, Permission.ORGANIZATION_MANAGE)
    newcomer = Newcomer(
        email=form.email.data,
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        title=form.title.data or "",
        zone=form.zone.data or "",
        role=form.role.data,
        specialties=frozenset(form.specialties.data or ()),
    )
    return invite_person(actor=actor, organization=organization, newcomer=newcomer)
