"""Entering the analytic caseload of a year."""

from sqlalchemy import Select, select

from eboard.audit import Actor, record
from eboard.boards.enums import SITES
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.models import Organization
from eboard.reports.caseload import ALL_SITES
from eboard.reports.enums import ReportEvent
from eboard.reports.models import AnalyticCaseload

FIRST_YEAR, MOST = 2000, 100_000


def enter_caseload(*, actor: Actor, organization: Organization, year: int, site: str, number: int) -> AnalyticCaseload:
    """Enter, or correct, how many analytic cases there were; ``site`` is empty for all sites together.

    Raises DomainError, with its field, for a year to come, for a site there is not, for a number that cannot be, and
    for a site with more cases than all together.
    """
    if not FIRST_YEAR <= year <= time.wall(time.now(), organization.zone).year:
        raise DomainError(_("Enter a year that has begun, such as 2026."), field="year")
    if site != ALL_SITES and site not in SITES:
        raise DomainError(_("Choose a site from the list."), field="site")
    if not 0 <= number <= MOST:
        raise DomainError(_("Enter a whole number from 0 to %(most)s.", most=f"{MOST:,}"), field="number")
    rows = {row.site: row for row in db.session.scalars(_of_year(organization, year))}
    _refuse_more_than_all({**{site: row.number for site, row in rows.items()}, site: number})
    row = rows.get(site)
    before = row.number if row else None
    if row is None:
        row = AnalyticCaseload(organization_id=organization.id, year=year, site=site, number=number)
        db.session.add(row)
    row.number = number
    record(
        actor=actor,
        event=ReportEvent.CASELOAD_ENTERED,
        subject=row,
        organization_id=organization.id,
        year=year,
        site=site,
        number=number,
        before=before,
    )
    return row


def _of_year(organization: Organization, year: int) -> Select[AnalyticCaseload]:
    return select(AnalyticCaseload).where(
        AnalyticCaseload.organization_id == organization.id, AnalyticCaseload.year == year
    )


def _refuse_more_than_all(numbers: dict[str, int]) -> None:
    whole = numbers.pop(ALL_SITES, None)
    if whole is not None and sum(numbers.values()) > whole:
        raise DomainError(_("The sites of this year add up to more than all together."), field="number")
