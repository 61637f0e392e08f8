"""Mail that needs help: given up, come back, or failing."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.paging import page_number, paginate
from eboard.mail import actions
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.mail.queries import SHOWN, hold_in_force, in_state

blueprint = Blueprint("mail", __name__, url_prefix="/mail")


@blueprint.get("/")
def troubled() -> str:
    """The messages of one's boards (all, for the network's administrators) by what is wrong with them."""
    state = next((one for one in SHOWN if one.value == request.args.get("state")), MailState.DEAD)
    rows = access.visible(access.actor(), OutboxMessage, Permission.MAIL_MANAGE)
    page = paginate(in_state(rows, state), number=page_number())
    return render_template(
        "mail/troubled.html",
        page=page,
        state_shown=state,
        states=SHOWN,
        hold=hold_in_force(),
        may_release=access.holds(access.actor(), Permission.NETWORK_MANAGE),
        zone=access.current_session().person.zone,
    )


@blueprint.post("/<uuid:message_id>/retry")
def retry(message_id: UUID) -> Response:
    """Send one message again."""
    message = access.load(access.actor(), OutboxMessage, message_id, Permission.MAIL_MANAGE)
    try:
        actions.retry(actor=access.actor(), message=message)
        flash(_("The message is sent again."), "ok")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("mail.troubled"), 303)


@blueprint.post("/<uuid:message_id>/discard")
def discard(message_id: UUID) -> Response:
    """Let a message that was set apart never leave."""
    message = access.load(access.actor(), OutboxMessage, message_id, Permission.MAIL_MANAGE)
    try:
        actions.discard(actor=access.actor(), messages=[message])
        flash(_("The message is discarded."), "ok")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("mail.troubled", state=MailState.HELD.value), 303)


@blueprint.post("/release")
def release() -> Response:
    """Let mail leave again after a restore."""
    access.require(access.actor(), Permission.NETWORK_MANAGE)
    actions.release_outbox(actor=access.actor())
    flash(_("Mail leaves again."), "ok")
    return redirect(url_for("mail.troubled", state=MailState.HELD.value), 303)
