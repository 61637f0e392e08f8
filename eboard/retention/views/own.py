"""My data: what is held about me, to take along."""

from flask import Blueprint, Response, render_template

from eboard import access
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.core.web.downloads import as_file
from eboard.people.views.account import me
from eboard.retention.own import as_zip, held_about

blueprint = Blueprint("own_data", __name__, url_prefix="/account")


@blueprint.get("/data")
def show() -> str:
    """What the file holds."""
    me()
    return render_template("retention/own.html")


@blueprint.get("/data.zip")
def download() -> Response:
    """The file."""
    access.confirm_recently()
    person = me()
    record_read(actor=access.actor(), event=AccessEvent.EXPORTED, subject=person)
    return as_file(as_zip(held_about(person)), media_type="application/zip", name="my-data.zip")
