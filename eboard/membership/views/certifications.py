"""Re-certification: who still belongs to an organization, decided on one page."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.access.leaving import depart
from eboard.audit import Actor
from eboard.core import time
from eboard.core.i18n import ngettext
from eboard.core.web.paging import Page, page_number, paginate
from eboard.membership.actions import certify
from eboard.membership.certifying import SUSPENDED_AFTER, Waiting, counts, described, waiting_among, waiting_people
from eboard.membership.enums import Decision
from eboard.membership.forms import DecisionForm
from eboard.membership.views.left_behind import say_who_left
from eboard.people.models import Organization, Person
from eboard.people.views.places import as_id
from eboard.retention.enums import RecordClass
from eboard.retention.queries import days_of

blueprint = Blueprint("certifications", __name__, url_prefix="/certifications")
PER_PAGE = 50
SHOWN = "shown"  # a hidden field of each line: the id of its person


@blueprint.get("/")
def index() -> Response | str:
    """The organizations where somebody waits to be certified, the longest due first."""
    actor = access.actor()
    access.require_any(actor, Organization, Permission.ORGANIZATION_MANAGE)
    found = counts(access.visible(actor, Organization, Permission.ORGANIZATION_MANAGE))
    return render_template("membership/certifications.html", counts=found)


@blueprint.route("/<uuid:organization_id>", methods=["GET", "POST"])
def decide(organization_id: UUID) -> Response | str | tuple[str, int]:
    """Keep or end those who wait, as many at once as one likes."""
    actor = access.actor()
    organization = access.load(actor, Organization, organization_id, Permission.ORGANIZATION_MANAGE)
    page = paginate(waiting_people(organization.id), number=page_number(), per_page=PER_PAGE)
    is_sent = request.method == "POST"
    waiting = described(waiting_among(_sent(), organization.id) if is_sent else page.items, organization.id)
    lines = [DecisionForm.of(one) for one in waiting if _is_mine(actor, one)]
    if is_sent:
        done = [line for line in lines if _keep(organization, line)]
        wrong = [line for line in lines if line.refusal is not None]
        if done:
            flash(ngettext("%(n)s person certified.", "%(n)s people certified.", len(done)), "ok")
        say_who_left([line.waiting.person for line in done if depart(actor=actor, person=line.waiting.person)])
        if not wrong:
            return redirect(url_for(".decide", organization_id=organization.id), 303)
        return _shown(organization, page, waiting, lines), wrong[0].status
    return _shown(organization, page, waiting, lines)


def _shown(
    organization: Organization, page: Page[Person], waiting: Sequence[Waiting], lines: Sequence[DecisionForm]
) -> str:
    return render_template(
        "membership/certify.html",
        organization=organization,
        page=page,
        waiting=waiting,
        lines={line.waiting.person.id: line for line in lines},
        today=time.now().date(),
        grace=SUSPENDED_AFTER,
        signed_in_days=days_of(RecordClass.SIGN_INS),  # older sign-ins are not kept
    )


def _sent() -> list[UUID]:
    """Who stood on the page that was sent; the list may have changed since."""
    ids = (as_id(one) for one in request.form.getlist(SHOWN))
    return [one for one in ids if one is not None][:PER_PAGE]


def _keep(organization: Organization, line: DecisionForm) -> bool:
    decision = line.decided or (Decision.KEEP if request.form.get("rest") == "keep" else None)
    if decision is None or not line.validate():
        return False
    done, _nothing = line.perform(
        lambda: certify(actor=access.actor(), organization=organization, person=line.waiting.person, decision=decision)
    )
    return done


def _is_mine(actor: Actor, one: Waiting) -> bool:
    """Nobody certifies the own access, and administrators of the network are certified by each other."""
    if one.person.id in {actor.person_id, actor.acts_as}:
        return False
    return not one.is_of_the_network or access.holds(actor, Permission.NETWORK_MANAGE)
