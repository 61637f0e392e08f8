"""The review page of the audit."""

from uuid import UUID

from flask import Blueprint, render_template, request

from eboard import access
from eboard.access import Permission
from eboard.audit.actions import record_read
from eboard.audit.enums import AccessEvent
from eboard.audit.forms import LookForm
from eboard.audit.looking import Look, entries
from eboard.core.web import paginate
from eboard.core.web.paging import page_number
from eboard.people.queries.names import id_of, names_of

blueprint = Blueprint("audit", __name__, url_prefix="/audit")


@blueprint.get("/")
def index() -> tuple[str, int]:
    """Who did and who looked at what; the look itself is recorded."""
    actor = access.actor()
    access.require(actor, Permission.AUDIT_READ)
    form = LookForm(request.args)
    look = _look(form) if form.validate() else Look()
    record_read(actor=actor, event=AccessEvent.LISTED, kind="audit_entry", subject_asked=look.subject_id)
    page = paginate(entries(look), number=page_number())
    names = names_of({entry.actor_id for entry in page.items} | {entry.on_behalf_of_id for entry in page.items})
    return render_template("audit/index.html", form=form, page=page, names=names), form.status


def _look(form: LookForm) -> Look:
    viewer = access.viewer()
    return Look(
        person_id=(id_of(form.person.data) or UUID(int=0)) if form.person.data else None,
        subject_id=UUID(form.subject.data) if form.subject.data else None,
        event=form.event.data or "",
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        refused_only=form.refused_only.data,
        zone=viewer.zone if viewer else "UTC",
    )
