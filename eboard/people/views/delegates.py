"""My account: who may act for me, and whom I may act for."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.core.i18n import gettext as _
from eboard.people.actions import acting
from eboard.people.forms.account import DelegateForm
from eboard.people.models import Delegation, Person
from eboard.people.queries.delegations import given_by, given_to
from eboard.people.views.account import me
from eboard.people.views.places import START, next_place
from eboard.people.views.search import chosen_colleague

blueprint = Blueprint("delegates", __name__, url_prefix="/account")


@blueprint.route("/delegates", methods=["GET", "POST"])
def delegates() -> Response | str | tuple[str, int]:
    """Who may act for me, and a form that lets somebody more."""
    person = me()
    form = DelegateForm(starts_on=time.wall(time.now(), person.zone).date())
    if form.validate_on_submit():
        done, _row = form.perform(lambda: _give(person, form))
        if done:
            flash(_("From that day on %(name)s may act for you.", name=form.delegate.data), "ok")
            return redirect(url_for("delegates.delegates"), 303)
    return render_template("people/account/delegates.html", form=form, delegations=given_by(person.id)), form.status


def _give(person: Person, form: DelegateForm) -> Delegation:
    actor = access.actor()
    delegate = chosen_colleague(actor, form.delegate_id.data, form.delegate.data, field="delegate")
    return acting.give_delegation(
        actor=actor,
        principal=person,
        delegate=delegate,
        starts_on=form.starts_on.data,
        ends_on=form.ends_on.data,
        gets_copies=form.gets_copies.data,
    )


@blueprint.post("/delegates/<uuid:delegation_id>/copies")
def copies(delegation_id: UUID) -> Response:
    """Let a delegate get copies, or no longer."""
    actor = access.actor()
    delegation = access.load(actor, Delegation, delegation_id, Permission.DELEGATION_REVOKE)
    acting.send_copies(actor=actor, delegation=delegation, gets_copies=request.form.get("copies") == "1")
    name = delegation.delegate.name
    if delegation.gets_copies:
        flash(_("%(name)s gets a copy from the next news on.", name=name), "ok")
    else:
        flash(_("%(name)s gets no more copies.", name=name), "ok")
    return redirect(url_for("delegates.delegates"), 303)


@blueprint.post("/delegates/<uuid:delegation_id>/revoke")
def revoke(delegation_id: UUID) -> Response:
    """Take it back at once."""
    actor = access.actor()
    delegation = access.load(actor, Delegation, delegation_id, Permission.DELEGATION_REVOKE)
    acting.revoke_delegation(actor=actor, delegation=delegation)
    flash(_("%(name)s can no longer act for you.", name=delegation.delegate.name), "ok")
    return redirect(url_for("delegates.delegates"), 303)


@blueprint.get("/acting")
def for_others() -> str:
    """Whom I may act for; ``next`` is the page to go on to."""
    current = access.current_session()
    delegations = given_to(current.person_id)
    return render_template("people/account/acting.html", delegations=delegations, next=next_place())


@blueprint.post("/acting/<uuid:delegation_id>")
def begin(delegation_id: UUID) -> Response:
    """Act on behalf of somebody from now on."""
    actor = access.actor()
    delegation = access.load(actor, Delegation, delegation_id, Permission.DELEGATION_USE)
    acting.begin_acting(actor=actor, current=access.current_session(), delegation=delegation)
    return redirect(next_place(), 303)


@blueprint.post("/acting/end")
def end() -> Response:
    """Act as oneself again."""
    acting.end_acting(actor=access.actor(), current=access.current_session())
    flash(_("You act as yourself again."), "ok")
    return redirect(START, 303)
