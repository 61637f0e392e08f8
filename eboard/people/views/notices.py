"""My account: what I am told."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.core.i18n import gettext as _
from eboard.digests.recipients import usual_delivery
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.notices import ALWAYS, NOTICES, OPTIONAL
from eboard.mail.queries import choices_of
from eboard.people.actions.notices import change_notices
from eboard.people.forms.notices import NoticesForm
from eboard.people.models import Person
from eboard.people.views.account import me

blueprint = Blueprint("notices", __name__, url_prefix="/account")


@blueprint.route("/notices", methods=["GET", "POST"])
def notices() -> Response | str | tuple[str, int]:
    """One choice for each kind of message; those that always come stand there with the reason."""
    person = me()
    form = NoticesForm(obj=person, version=person.row_version, **_chosen(person))
    if form.validate_on_submit():
        done, _nothing = form.perform(
            lambda: change_notices(actor=access.actor(), person=person, wishes=form.wishes(), version=form.version.data)
        )
        if done:
            flash(_("Saved. It counts from the next message on."), "ok")
            return redirect(url_for("notices.notices"), 303)
    always = [(kind.label, NOTICES[kind].meaning) for kind in ALWAYS]
    return render_template("people/account/notices.html", form=form, always=always, person=person), form.status


def _chosen(person: Person) -> dict[str, Delivery]:
    usual = dict.fromkeys(OPTIONAL, Delivery.AT_ONCE)
    chosen = usual | {NoticeKind.DIGEST: usual_delivery(person.id)} | choices_of(person.id)
    return {kind.value: delivery for kind, delivery in chosen.items()}
