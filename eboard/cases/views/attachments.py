"""The files of a case."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from eboard import access
from eboard.access import Permission
from eboard.cases.actions.attachments import attach_file, confirm_no_identity, remove_attachment
from eboard.cases.forms.attachments import AttachForm, looking
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.attachments import content_of, names_of_files, to_look_through
from eboard.cases.queries.guarding import look_at, reading_of
from eboard.core.i18n import gettext as _
from eboard.core.web import paginate, settings
from eboard.core.web.downloads import as_file
from eboard.core.web.paging import page_number

blueprint = Blueprint("attachments", __name__)


@blueprint.route("/cases/<uuid:case_id>/attachments/new", methods=["GET", "POST"])
def add(case_id: UUID) -> Response | tuple[str, int]:
    """Attach a file."""
    actor = access.actor()
    case = access.load(actor, Case, case_id, Permission.CASE_EDIT)
    form = AttachForm()
    if form.validate_on_submit():
        content, name = form.content, form.file_name
        done, row = form.perform(lambda: attach_file(actor=actor, case=case, content=content, name=name))
        if done and row is not None:
            flash(_("Attached and sealed. The board sees it once somebody has looked through it."), "ok")
            return redirect(url_for(".confirm", attachment_id=row.id), 303)
    page = render_template("cases/attach.html", case=case, form=form, limit=settings().upload_megabytes)
    return page, form.status


@blueprint.get("/attachments/<uuid:attachment_id>")
def download(attachment_id: UUID) -> Response:
    """The file, never opened by the browser in our name."""
    attachment = access.load(access.actor(), Attachment, attachment_id, Permission.ATTACHMENT_READ)
    name = f"{attachment.case.number}-{attachment.id.hex[-6:]}.{attachment.kind.suffix}"
    return as_file(content_of(attachment), media_type=attachment.kind.media_type, name=name)


@blueprint.get("/attachments")
def waiting() -> str:
    """The files of one's own cases that wait for somebody to look through them."""
    actor = access.actor()
    mine = access.visible(actor, Attachment, Permission.ATTACHMENT_EDIT)
    page = paginate(to_look_through(mine), number=page_number())
    access.listed(actor, [file.case for file in page.items])
    return render_template("cases/files.html", page=page)


@blueprint.route("/attachments/<uuid:attachment_id>/no-identity", methods=["GET", "POST"])
def confirm(attachment_id: UUID) -> Response | tuple[str, int]:
    """What the guard found in the file, and the confirmation that it shows no identity."""
    actor = access.actor()
    access.load(actor, Attachment, attachment_id, Permission.ATTACHMENT_EDIT)
    attachment = access.load(actor, Attachment, attachment_id, Permission.ATTACHMENT_READ)
    look = look_at(actor, attachment.case, reading_of(attachment))
    form = looking(look.by_kind)
    if form.validate_on_submit():
        done, _row = form.perform(
            lambda: confirm_no_identity(actor=actor, attachment=attachment, look=look, reasons=form.reasons)
        )
        if done:
            return _back(attachment.case_id, _("Confirmed. The board may open this file."))
    names = names_of_files([attachment])
    page = render_template("cases/look.html", case=attachment.case, file=attachment, names=names, look=look, form=form)
    return page, form.status


@blueprint.post("/attachments/<uuid:attachment_id>/remove")
def remove(attachment_id: UUID) -> Response:
    """Take the file away."""
    actor = access.actor()
    attachment = access.load(actor, Attachment, attachment_id, Permission.ATTACHMENT_EDIT)
    remove_attachment(actor=actor, attachment=attachment)
    if "replace" in request.form:
        flash(_("The file is removed. Attach the one that takes its place."), "ok")
        return redirect(url_for(".add", case_id=attachment.case_id), 303)
    return _back(attachment.case_id, _("The file is removed. Nobody can open it any more."))


def _back(case_id: UUID, said: str) -> Response:
    flash(said, "ok")
    return redirect(url_for("cases.show", case_id=case_id, _anchor="attachments"), 303)
