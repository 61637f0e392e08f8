"""Administration: one person."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.leaving import deactivate_person, depart, duties_of
from eboard.access.staffing import givable_roles
from eboard.core.i18n import gettext as _
from eboard.membership.views.left_behind import say_who_left
from eboard.people.actions import affiliations
from eboard.people.actions.persons import invite_again
from eboard.people.forms.administration import LeaveForm, RoleForm
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.organizations import by_name
from eboard.people.views.directory import managed
from eboard.people.views.search import chosen

blueprint = Blueprint("person", __name__, url_prefix="/people")


@blueprint.get("/<uuid:person_id>")
def show(person_id: UUID) -> str:
    """Who somebody is, where, and what may be done about it."""
    actor = access.actor()
    person = access.load(actor, Person, person_id, Permission.PERSON_MANAGE)
    form = RoleForm()
    form.offer(managed(actor), givable_roles(actor))
    return _page(person, form)


@blueprint.post("/<uuid:person_id>/invite-again")
def send_again(person_id: UUID) -> Response:
    """Send a fresh link."""
    actor = access.actor()
    person = access.load(actor, Person, person_id, Permission.PERSON_MANAGE)
    invite_again(actor=actor, person=person)
    flash(_("A fresh link is on its way to %(name)s.", name=person.name), "ok")
    return _back(person_id)


@blueprint.post("/<uuid:person_id>/roles")
def add_role(person_id: UUID) -> Response | tuple[str, int]:
    """Give a further role."""
    actor = access.actor()
    person = access.load(actor, Person, person_id, Permission.PERSON_MANAGE)
    form = RoleForm()
    form.offer(managed(actor), givable_roles(actor))
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _give(person, form))
        if done:
            flash(_("%(name)s has a further role.", name=person.name), "ok")
            return _back(person_id)
    return _page(person, form), form.status


@blueprint.post("/roles/<uuid:affiliation_id>/approve")
def approve(affiliation_id: UUID) -> Response:
    """Let a role give rights."""
    actor = access.actor()
    affiliation = access.load(actor, Affiliation, affiliation_id, Permission.AFFILIATION_MANAGE)
    affiliations.approve(actor=actor, affiliation=affiliation)
    flash(_("%(name)s is approved.", name=affiliation.person.name), "ok")
    return _back(affiliation.person_id)


@blueprint.post("/roles/<uuid:affiliation_id>/end")
def end_role(affiliation_id: UUID) -> Response:
    """Take a role away."""
    actor = access.actor()
    affiliation = access.load(actor, Affiliation, affiliation_id, Permission.AFFILIATION_MANAGE)
    affiliations.end_role(actor=actor, affiliation=affiliation)
    flash(_("The role has ended."), "ok")
    if depart(actor=actor, person=affiliation.person):
        say_who_left([affiliation.person])
    return redirect(url_for("people.index"), 303)


@blueprint.route("/roles/<uuid:affiliation_id>/move", methods=["GET", "POST"])
def move(affiliation_id: UUID) -> Response | str | tuple[str, int]:
    """Move somebody to another organization, where the role waits for approval unless one looks after both."""
    actor = access.actor()
    affiliation = access.load(actor, Affiliation, affiliation_id, Permission.AFFILIATION_MANAGE)
    form = RoleForm(role=affiliation.role)
    form.offer(by_name(access.visible(actor, Organization, Permission.ORGANIZATION_READ)), givable_roles(actor))
    if form.validate_on_submit():
        done, _row = form.perform(lambda: _move(affiliation, form))
        if done:
            flash(_("%(name)s has moved.", name=affiliation.person.name), "ok")
            return redirect(url_for("people.index"), 303)
    return render_template("people/admin/move.html", form=form, affiliation=affiliation), form.status


@blueprint.route("/<uuid:person_id>/deactivate", methods=["GET", "POST"])
def deactivate(person_id: UUID) -> Response | str | tuple[str, int]:
    """Close an account, and say who takes over."""
    actor = access.actor()
    person = access.load(actor, Person, person_id, Permission.PERSON_DEACTIVATE)
    form = LeaveForm()
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: _deactivate(person, form))
        if done:
            flash(_("The account of %(name)s is closed.", name=person.name), "ok")
            say_who_left([person])
            return redirect(url_for("people.index"), 303)
    return (
        render_template("people/admin/deactivate.html", form=form, person=person, duties=duties_of(person)),
        form.status,
    )


def _page(person: Person, form: RoleForm) -> str:
    actor = access.actor()
    return render_template(
        "people/admin/person.html",
        person=person,
        form=form,
        may=access.permissions(actor, person),
        duties=duties_of(person),
        certifiable={organization.id for organization in managed(actor)},
    )


def _give(person: Person, form: RoleForm) -> None:
    actor = access.actor()
    organization = access.load(actor, Organization, form.organization.data, Permission.ORGANIZATION_MANAGE)
    begun = affiliations.begin_role(actor=actor, person=person, organization=organization, role=form.role.data)
    affiliations.approve(actor=actor, affiliation=begun)


def _move(affiliation: Affiliation, form: RoleForm) -> Affiliation:
    actor = access.actor()
    organization = access.load(actor, Organization, form.organization.data, Permission.ORGANIZATION_READ)
    return affiliations.move(
        actor=actor,
        affiliation=affiliation,
        organization=organization,
        role=form.role.data,
        is_approved=Permission.ORGANIZATION_MANAGE in access.permissions(actor, organization),
    )


def _deactivate(person: Person, form: LeaveForm) -> None:
    actor = access.actor()
    named = form.successor_id.data or form.successor.data
    successor = chosen(actor, form.successor_id.data, form.successor.data, field="successor") if named else None
    deactivate_person(actor=actor, person=person, successor=successor)


def _back(person_id: UUID) -> Response:
    return redirect(url_for("person.show", person_id=person_id), 303)
