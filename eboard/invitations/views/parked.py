"""Mail that no rule could apply: the list, one of them, and what to do with it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number, paginate
from eboard.invitations import actions
from eboard.invitations.forms import ParkedForm
from eboard.invitations.incoming import choices, newest_first, opened
from eboard.invitations.models import IncomingMessage
from eboard.invitations.queries import invitations_to
from eboard.invitations.suggestion import suggestion
from eboard.invitations.views.blueprint import blueprint
from eboard.mail.queries import SHOWN
from eboard.retention.enums import RecordClass
from eboard.retention.queries import days_of


@blueprint.get("/mail/parked")
def parked() -> str:
    """What is parked for one's boards; without a board, for the administrators of the network."""
    rows = access.visible(access.actor(), IncomingMessage, Permission.PARKED_LIST)
    page = paginate(newest_first(rows), number=page_number())
    zone = access.current_session().person.zone
    kept_days = days_of(RecordClass.PARKED_MAIL)
    return render_template("invitations/parked.html", page=page, states=SHOWN, zone=zone, kept_days=kept_days)


@blueprint.route("/mail/parked/<uuid:message_id>", methods=["GET", "POST"])
def parked_mail(message_id: UUID) -> Response | tuple[str, int]:
    """Read one parked mail, and say whose answer it is."""
    message = access.load(access.actor(), IncomingMessage, message_id, Permission.PARKED_SETTLE)
    mail = opened(message)
    invitations = invitations_to(message.meeting_id) if message.meeting_id is not None else ()
    suggested = suggestion(mail, invitations)
    form = ParkedForm.among(choices(invitations), invitation_id=suggested.invitation_id, answer=suggested.answer)
    if form.validate_on_submit():
        chosen = next((one for one in invitations if str(one.id) == form.invitation.data), None)
        done, _result = form.perform(
            lambda: actions.apply_parked(actor=access.actor(), message=message, invitation=chosen, answer=form.chosen)
        )
        if done and chosen is not None:
            flash(_("Answer of %(name)s noted: %(answer)s.", name=chosen.person.name, answer=chosen.answer.label), "ok")
            return redirect(url_for("meetings.show", meeting_id=chosen.meeting_id), 303)
    zone = access.current_session().person.zone
    return render_template(
        "invitations/parked_mail.html", message=message, mail=mail, said=suggested.said, form=form, zone=zone
    ), form.status


@blueprint.post("/mail/parked/<uuid:message_id>/dismiss")
def dismiss_parked(message_id: UUID) -> Response:
    """Say that nothing needs to be done."""
    message = access.load(access.actor(), IncomingMessage, message_id, Permission.PARKED_SETTLE)
    actions.dismiss_parked(actor=access.actor(), message=message)
    flash(_("The mail is dismissed. Nobody's answer has changed."), "ok")
    return redirect(url_for("invitations.parked"), 303)
