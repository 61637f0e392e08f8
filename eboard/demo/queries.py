"""What there is in the database, from the demo's point of view."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from eboard.boards.models import Series
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.demo.accounts import ACCOUNTS, PASSWORD, Account
from eboard.meetings.models import Meeting
from eboard.people.models import Organization, Person


def has_network() -> bool:
    """Whether the database holds organizations, of the demo or not."""
    return db.session.scalar(select(Organization.id).limit(1)) is not None


def is_built() -> bool:
    """Whether the demo network is there: its first account is."""
    return db.session.scalar(select(Person.id).where(Person.email == ACCOUNTS[0].email)) is not None


def meetings_of(series: Series, *, until: date) -> Sequence[Meeting]:
    """The meetings of a series until a day, in order."""
    statement = select(Meeting).where(Meeting.series_id == series.id, Meeting.day <= until).order_by(Meeting.starts_at)
    return db.session.scalars(statement).all()


class Offer(NamedTuple):
    """The accounts a visitor may sign in with, and their one password."""

    accounts: tuple[Account, ...]
    password: str


def offered_accounts() -> Offer | None:
    """What the sign-in page offers; nothing outside of a demo."""
    return Offer(ACCOUNTS, PASSWORD) if settings().in_demo and is_built() else None
