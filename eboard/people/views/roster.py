"""Administration: taking in a list of people."""

from io import TextIOWrapper

from flask import Blueprint, render_template

from eboard import access
from eboard.access import Permission
from eboard.people.actions.importing import Report, import_people
from eboard.people.forms.roster import RosterForm
from eboard.people.models import Organization
from eboard.people.roster import COLUMNS, NEEDED, read
from eboard.people.views.directory import managed

blueprint = Blueprint("roster", __name__, url_prefix="/people")


@blueprint.route("/import", methods=["GET", "POST"], endpoint="import_people")
def take_in() -> str | tuple[str, int]:
    """Take in a CSV file; the page then says what came of each line."""
    actor = access.actor()
    access.require_any(actor, Organization, Permission.ORGANIZATION_MANAGE)
    form = RosterForm()
    form.organization.choices = [(str(row.id), row.name) for row in managed(actor)]
    report = None
    if form.validate_on_submit():
        _done, report = form.perform(lambda: _import(form))
    page = render_template("people/admin/import.html", form=form, report=report, columns=COLUMNS, needed=NEEDED)
    return page, form.status


def _import(form: RosterForm) -> Report:
    actor = access.actor()
    organization = access.load(actor, Organization, form.organization.data, Permission.ORGANIZATION_MANAGE)
    text = TextIOWrapper(form.file.data.stream, encoding="utf-8-sig", errors="replace", newline="")
    return import_people(actor=actor, organization=organization, lines=read(text))
