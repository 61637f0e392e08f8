"""My calendar: the addresses a person subscribes to."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.core.web import settings
from eboard.feeds import actions
from eboard.feeds.addresses import address_of
from eboard.feeds.forms import SubscriptionForm
from eboard.feeds.models import Subscription
from eboard.feeds.queries import boards_of, narrowing, organizations_of, strictest, subscriptions_of
from eboard.people.models import Person

blueprint = Blueprint("subscriptions", __name__, url_prefix="/subscriptions")


@blueprint.route("/", methods=["GET", "POST"])
def mine() -> str | tuple[str, int]:
    """The addresses that answer, and the form for another; a new address is shown once, on this answer alone."""
    person = _me()
    form = SubscriptionForm(name=_("eBoard"))
    rulers = narrowing(person.id)
    policy = strictest(rulers)
    form.offer(person.id, boards_of(person.id), organizations_of(person.id), policy)
    if form.validate_on_submit():
        done, made = form.perform(lambda: actions.create(actor=access.actor(), person=person, wish=form.wish))
        if done and made is not None:
            return _shown(*made)
    rows = subscriptions_of(person.id)
    rules = {
        "rulers": [one.name for one in rulers if one.feed_policy is policy],
        "policy": policy,
        "days": settings().feed_unused_days,
    }
    return render_template("feeds/mine.html", form=form, subscriptions=rows, person=person, **rules), form.status


@blueprint.post("/<uuid:subscription_id>/rotate")
def rotate(subscription_id: UUID) -> str:
    """A new address in place of the old one."""
    subscription = _load(subscription_id)
    return _shown(subscription, actions.rotate(actor=access.actor(), subscription=subscription), is_anew=True)


@blueprint.post("/<uuid:subscription_id>/revoke")
def revoke(subscription_id: UUID) -> Response:
    """The address answers no more."""
    actions.revoke(actor=access.actor(), subscription=_load(subscription_id))
    flash(_("The address is revoked. Remove the calendar from your program too."), "ok")
    return redirect(url_for("subscriptions.mine"), 303)


def _shown(subscription: Subscription, token: str, *, is_anew: bool = False) -> str:
    address = address_of(token, subscription.name, settings().base_url)
    return render_template(
        "feeds/address.html",
        subscription=subscription,
        address=address,
        is_anew=is_anew,
        days=settings().feed_unused_days,
    )


def _load(subscription_id: UUID) -> Subscription:
    return access.load(access.actor(), Subscription, subscription_id, Permission.SUBSCRIPTION_MANAGE)


def _me() -> Person:
    return access.load(access.actor(), Person, access.current_session().person_id, Permission.PERSON_SELF)
