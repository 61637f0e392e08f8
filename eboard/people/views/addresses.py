"""A change of mail address: asked for by oneself or an administrator, confirmed by the link."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web import Form, public
from eboard.people.actions.addresses import ask_for_address, change_address
from eboard.people.enums import LinkPurpose
from eboard.people.forms.links import AddressForm
from eboard.people.models import Person
from eboard.people.queries.credentials import link_of
from eboard.people.views.account import me

blueprint = Blueprint("addresses", __name__)


@blueprint.route("/account/address", methods=["GET", "POST"])
def mine() -> Response | str | tuple[str, int]:
    """Ask for another address of one's own."""
    access.confirm_recently()
    person, form = me(), AddressForm()
    if form.validate_on_submit() and _ask(person, form):
        return redirect(url_for("account.profile"), 303)
    return render_template("people/account/address.html", form=form, person=person), form.status


@blueprint.route("/people/<uuid:person_id>/address", methods=["GET", "POST"])
def of_person(person_id: UUID) -> Response | str | tuple[str, int]:
    """Ask for another address of somebody one looks after alone."""
    access.confirm_recently()
    person = access.load(access.actor(), Person, person_id, Permission.PERSON_ADDRESS)
    form = AddressForm()
    if form.validate_on_submit() and _ask(person, form):
        return redirect(url_for("person.show", person_id=person_id), 303)
    return render_template("people/admin/address.html", form=form, person=person), form.status


@blueprint.route("/new-address/<token>", methods=["GET", "POST"])
@public
def confirm(token: str) -> Response | str | tuple[str, int]:
    """Take over the new address; opening the page alone, as programs that look for viruses do, changes nothing."""
    link = link_of(token, LinkPurpose.CHANGE_ADDRESS)
    form, address = Form(), link.new_email
    viewer = access.viewer()
    kept = access.current_session().id if viewer is not None and viewer.id == link.person_id else None
    if form.validate_on_submit():
        done, _nothing = form.perform(lambda: change_address(link=link, kept_session_id=kept))
        if done:
            flash(_("Your mail address is changed."), "ok")
            return redirect(url_for("account.profile") if kept else url_for("signin.sign_in"), 303)
    return render_template("people/new_address.html", form=form, address=address), form.status


def _ask(person: Person, form: AddressForm) -> bool:
    try:
        ask_for_address(actor=access.actor(), person=person, email=form.email.data)
    except DomainError as error:
        form.refuse(error)
        return False
    flash(_("If this address can be used, a link is on its way there. It works for 24 hours."), "ok")
    return True
