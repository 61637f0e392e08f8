"""The analytic caseload: how much of it was presented, and how often a breast conference has to meet.

CoC 2020 Standard 2.5 asks for a presented share of the yearly analytic caseload, which the registry of the site counts
and the site enters. NAPBC derives the frequency of the breast conference from it [check].
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from eboard.core.db import db
from eboard.reports.facts import Held
from eboard.reports.models import AnalyticCaseload
from eboard.reports.periods import Period

ALL_SITES = ""
FEW, MANY = 100, 250  # analytic breast cases a year
YEAR_DAYS, TWICE_MONTHLY = 365, 24
FORTNIGHT, WEEK = 14, 7
GENERAL_SHARE = 85  # percent prospective where a small program uses the general conference


class Load(NamedTuple):
    """A number an organization entered."""

    year: int
    site: str
    number: int


def loads_of(organization_id: UUID, years: Iterable[int]) -> list[Load]:
    """What an organization entered for some years, the whole of a year before its sites."""
    found = db.session.execute(
        select(AnalyticCaseload.year, AnalyticCaseload.site, AnalyticCaseload.number)
        .where(AnalyticCaseload.organization_id == organization_id, AnalyticCaseload.year.in_(list(years)))
        .order_by(AnalyticCaseload.year, AnalyticCaseload.site)
    )
    return [Load._make(row) for row in found]


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a breast conference has to meet; ``days`` apart, or twice a month."""

    days: int | None

    def needed(self, length: int) -> int:
        """The meetings needed in so many days."""
        return length // self.days if self.days else length * TWICE_MONTHLY // YEAR_DAYS


def frequency_for(caseload: int) -> Frequency:
    """Twice monthly below 100 analytic cases a year, every two weeks up to 250, weekly above (NAPBC)."""
    return Frequency(None if caseload < FEW else FORTNIGHT if caseload <= MANY else WEEK)


def longest_gap(meetings: Iterable[Held]) -> int | None:
    """The most days between two meetings that follow each other; None with fewer than two."""
    days = sorted(one.day for one in meetings)
    return max(((after - before).days for before, after in pairwise(days)), default=None)


def elapsed(period: Period, today_ordinal: int) -> int:
    """The days of a period that are over, the present one with them."""
    return max(0, min(period.last.toordinal(), today_ordinal) - period.first.toordinal() + 1)


def caseloads_of(organization_id: UUID) -> Sequence[AnalyticCaseload]:
    """Everything an organization entered, the newest year first and the whole of it before its sites."""
    return db.session.scalars(
        select(AnalyticCaseload)
        .where(AnalyticCaseload.organization_id == organization_id)
        .order_by(AnalyticCaseload.year.desc(), AnalyticCaseload.site)
    ).all()
