"""What is kept of an organization besides its cases' files, as tables for a spreadsheet."""

import csv
from datetime import date, datetime
from io import StringIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.core.i18n import gettext as _
from eboard.membership.models import Agreement
from eboard.people.models import Affiliation, Person
from eboard.people.queries.affiliations import is_not_over
from eboard.reports.export import MARK, safe


class Table:
    """Lines of text that no spreadsheet takes for formulas; a day and a time stand as ISO 8601, times in UTC."""

    def __init__(self, *heads: str) -> None:
        self._file = StringIO(newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(heads)

    def add(self, *cells: date | str | None) -> None:
        """One line."""
        self._writer.writerow([safe(_written(cell)) for cell in cells])

    def as_bytes(self) -> bytes:
        """The table as UTF-8 with its mark."""
        return (MARK + self._file.getvalue()).encode()


def table_of_cases() -> Table:
    """A list of cases that is to be filled with `add_case`: with who the patient is, to find it in one's own system."""
    return Table(
        _("Case"), _("State"), _("Board"), _("Begun"), _("Submitted"), _("Record number"), _("Patient"), _("Born on")
    )


def add_case(table: Table, case: Case, identity: Identity | None) -> None:
    """The line of a case."""
    who = identity or Identity()
    board = case.board.name if case.board else ""
    begun, submitted = case.created_at, case.submitted_at
    table.add(case.number, str(case.state.label), board, begun, submitted, who.record_number, who.name, who.born_on)


def people_of(organization_id: UUID) -> bytes:
    """Everybody who has or had a role at an organization; a role without a day of approval never gave rights.

    Who no longer has it may work at another one by now: that address is none of theirs.
    """
    rows = db.session.execute(
        select(Affiliation, is_not_over())
        .join(Affiliation.person)
        .where(Affiliation.organization_id == organization_id)
        .order_by(Person.family_name, Person.given_name, Affiliation.id)
        .options(joinedload(Affiliation.person))
    )
    table = Table(_("Name"), _("E-mail"), _("Role"), _("First day"), _("Last day"), _("Approved"))
    for row, lasts in rows:
        person = row.person
        email = person.email if lasts else ""
        table.add(person.name, email, str(row.role.label), row.starts_on, row.ends_on, row.approved_at)
    return table.as_bytes()


def agreements_of(organization_id: UUID) -> bytes:
    """Its agreements with the network."""
    rows = db.session.scalars(
        select(Agreement).where(Agreement.organization_id == organization_id).order_by(Agreement.id)
    )
    table = Table(_("Agreement"), _("Reference"), _("Signed by"), _("Signed on"), _("Last day"), _("Ended before, on"))
    for row in rows:
        table.add(str(row.kind.label), row.reference, row.signed_by, row.signed_on, row.expires_on, row.ended_on)
    return table.as_bytes()


def _written(cell: date | str | None) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return cell.isoformat() if isinstance(cell, date) else cell or ""
