"""Administration: the recovery of an account whose person lost every second factor."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.people.models import Person
from eboard.signin.actions import recovery
from eboard.signin.queries import newest_recovery

blueprint = Blueprint("recoveries", __name__, url_prefix="/people")


@blueprint.get("/<uuid:person_id>/recovery")
def show(person_id: UUID) -> str:
    """How far it has come, and what may be done."""
    person = _person(person_id)
    return _page(person)


@blueprint.post("/<uuid:person_id>/recovery/start")
def start(person_id: UUID) -> Response:
    """Begin."""
    access.confirm_recently()
    person = _person(person_id)
    recovery.start_recovery(actor=access.actor(), person=person)
    flash(_("%(name)s is told by e-mail, and can stop it.", name=person.name), "ok")
    return _back(person_id)


@blueprint.post("/<uuid:person_id>/recovery/allow")
def allow(person_id: UUID) -> Response:
    """Let it go on, as the second administrator."""
    access.confirm_recently()
    recovery.allow_recovery(actor=access.actor(), person=_person(person_id))
    flash(_("It is allowed."), "ok")
    return _back(person_id)


@blueprint.post("/<uuid:person_id>/recovery/hand-over")
def hand_over(person_id: UUID) -> str:
    """Make the code; this page shows it once."""
    access.confirm_recently()
    person = _person(person_id)
    return _page(person, code=recovery.hand_over(actor=access.actor(), person=person))


@blueprint.post("/<uuid:person_id>/recovery/stop")
def stop(person_id: UUID) -> Response:
    """Stop it."""
    recovery.stop_recovery(actor=access.actor(), person=_person(person_id))
    flash(_("The recovery is stopped."), "ok")
    return _back(person_id)


def _person(person_id: UUID) -> Person:
    return access.load(access.actor(), Person, person_id, Permission.PERSON_RECOVER)


def _page(person: Person, *, code: str | None = None) -> str:
    mine = access.current_session().person_id
    return render_template(
        "signin/recovery.html", person=person, recovery=newest_recovery(person.id), code=code, mine=mine
    )


def _back(person_id: UUID) -> Response:
    return redirect(url_for("recoveries.show", person_id=person_id), 303)
