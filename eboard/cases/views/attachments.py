"""The files of a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.attachments import attach_file, confirm_no_identity, remove_attachment
from eboard.cases.forms.attachments import AttachForm
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import content_of
from eboard.core.i18n import gettext as _
from eboard.core.web import settings
from eboard.core.web.downloads import as_file

blueprint = Blueprint("attachments", __name__)


@blueprint.route("/cases/<uuid:case_id>/attachments/new", methods=["GET", "POST"])
def add(case_id: UUID) -> Response | tuple[str, int]:
    """Attach a file."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = AttachForm()
    if form.validate_on_submit():
        content, name = form.content, form.file_name
        done, _row = form.perform(lambda: attach_file(actor=actor, case=case, content=content, name=name))
        if done:
            return _back(case_id, _("Attached and sealed. Look at it, then confirm that it shows no identity."))
    page = render_template("cases/attach.html", case=case, form=form, limit=settings().upload_megabytes)
    return page, form.status


@blueprint.get("/attachments/<uuid:attachment_id>")
def download(attachment_id: UUID) -> Response:
    """The file, never opened by the browser in our name."""
    attachment = access.load(access.actor(), Attachment, attachment_id, Permission.ATTACHMENT_READ)
    name = f"{attachment.case.number}-{attachment.id.hex[-6:]}.{attachment.kind.suffix}"
    return as_file(content_of(attachment), media_type=attachment.kind.media_type, name=name)


@blueprint.post("/attachments/<uuid:attachment_id>/no-identity")
def confirm(attachment_id: UUID) -> Response:
    """Confirm that the file shows no identity."""
    actor = access.actor()
    attachment = access.load(actor, Attachment, attachment_id, Permission.ATTACHMENT_EDIT)
    confirm_no_identity(actor=actor, attachment=attachment)
    return _back(attachment.case_id, _("Confirmed. The board may open this file."))


@blueprint.post("/attachments/<uuid:attachment_id>/remove")
def remove(attachment_id: UUID) -> Response:
    """Take the file away."""
    actor = access.actor()
    attachment = access.load(actor, Attachment, attachment_id, Permission.ATTACHMENT_EDIT)
    remove_attachment(actor=actor, attachment=attachment)
    return _back(attachment.case_id, _("The file is removed. Nobody can open it any more."))


def _back(case_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="attachments"), 303)
