"""Network case numbers: opaque, in the order they were given out."""

from collections.abc import Sequence

from sqlalchemy import select

from eboard.cases.models import CaseNumber
from eboard.core import time
from eboard.core.db import db


def take_numbers(count: int) -> Sequence[str]:
    """The next ``count`` numbers of this year, such as ``EB-2026-000042``; the counter is locked until the commit."""
    year = time.now().year
    row = db.session.scalar(
        select(CaseNumber).where(CaseNumber.year == year).with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        row = CaseNumber(year=year, last=0)
        db.session.add(row)
    first = row.last + 1
    row.last += count
    return [f"EB-{year}-{number:06d}" for number in range(first, first + count)]


def take_number() -> str:
    """The next number of this year."""
    return take_numbers(1)[0]
