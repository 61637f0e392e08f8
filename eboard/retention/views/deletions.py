"""What runs deleted: the records, on screen and as a file."""

from flask import Response, render_template

from eboard import access
from eboard.access import Permission
from eboard.audit import record_read
from eboard.audit.enums import AccessEvent
from eboard.core.web import paginate
from eboard.core.web.downloads import as_file
from eboard.core.web.paging import page_number
from eboard.people.queries.names import names_of
from eboard.retention.export import deletions_csv
from eboard.retention.queries import deletions, every
from eboard.retention.views.blueprint import blueprint


@blueprint.get("/deleted")
def deleted() -> str:
    """The records, the newest first."""
    access.require(access.actor(), Permission.RETENTION_READ)
    page = paginate(deletions(), number=page_number())
    return render_template("retention/deleted.html", page=page, names=names_of(row.by_id for row in page.items))


@blueprint.get("/deleted.csv")
def deleted_csv() -> Response:
    """All of them, as a file."""
    access.confirm_recently()
    actor = access.actor()
    access.require(actor, Permission.RETENTION_READ)
    record_read(actor=actor, event=AccessEvent.EXPORTED, kind="deletion_record")
    rows = every(deletions())
    content = deletions_csv(rows, names_of(row.by_id for row in rows))
    return as_file(content, media_type="text/csv; charset=utf-8", name="deleted.csv")
