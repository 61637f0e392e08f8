"""My account: the profile."""

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.core.folding import fold
from eboard.core.i18n import gettext as _
from eboard.people.actions.profile import Profile, change_profile
from eboard.people.forms.account import ProfileForm
from eboard.people.models import Person

blueprint = Blueprint("account", __name__, url_prefix="/account")
SUGGESTIONS = 10


@blueprint.route("/", methods=["GET", "POST"])
def profile() -> Response | str | tuple[str, int]:
    """Name, zone, language and specialties."""
    actor = access.actor()
    person = me()
    held = [row.specialty for row in person.specialties]
    form = ProfileForm(obj=person, version=person.row_version, specialties=held)
    if form.validate_on_submit():
        done, _result = form.perform(
            lambda: change_profile(actor=actor, person=person, profile=_profile(form), version=form.version.data)
        )
        if done:
            flash(_("Your profile is saved."), "ok")
            return redirect(url_for("account.profile"), 303)
    return render_template("people/account/profile.html", form=form, person=person), form.status


def me() -> Person:
    """The person at the screen, who alone may change the account."""
    current = access.current_session()
    return access.load(access.actor(), Person, current.person_id, Permission.PERSON_SELF)


def _profile(form: ProfileForm) -> Profile:
    return Profile(
        title=form.title.data or "",
        given_name=form.given_name.data,
        family_name=form.family_name.data,
        zone=form.zone.data,
        locale=form.locale.data,
        specialties=frozenset(form.specialties.data or ()),
    )


@blueprint.get("/zones")
def zones() -> Response:
    """Time zones whose name holds what was typed, for the type-ahead."""
    typed = fold(request.args.get("q", "")).replace(" ", "_")
    found = sorted(name for name in time.zone_names() if typed in fold(name))[:SUGGESTIONS]
    return jsonify([{"value": name, "label": name} for name in found])
