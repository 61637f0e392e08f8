"""Reading the mail that a development system wrote instead of sending it; absent in production."""

from pathlib import Path
from uuid import UUID

from flask import Blueprint, render_template

from config import ROOT
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.web import public, settings
from eboard.mail.queries import stored_mail, stored_mails

blueprint = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")


@blueprint.get("/")
@public
def stored() -> str:
    """The newest messages."""
    return render_template("mail/dev/list.html", mails=stored_mails(_folder()))


@blueprint.get("/<uuid:row_id>")
@public
def one(row_id: UUID) -> str:
    """One message with all its parts."""
    mail = stored_mail(_folder(), row_id)
    if mail is None:
        raise AbsentError(_("There is no such message."))
    return render_template("mail/dev/one.html", mail=mail)


def _folder() -> Path:
    config = settings()
    if config.in_production or config.mail_dir is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return ROOT / config.mail_dir
