"""What there is in the database, from the demo's point of view."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from eboard.boards.models import Series
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.demo.accounts import ACCOUNTS, PASSWORD, SECRET, Account
from eboard.meetings.models import Meeting
from eboard.people.enums import CredentialKind
from eboard.people.models import Organization, Person
from eboard.signin.actions.proving import secret_of
from eboard.signin.queries import factors_of
from eboard.signin.totp import DRIFT, code_at, step_of


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


def code_of(person: Person) -> str | None:
    """The code that the made-up authenticator app of a visitor's account shows; None outside of a demo.

    A code that was used is passed over, as its owner would wait for the next one; None until there is one.
    """
    if not settings().in_demo:
        return None
    now = step_of(time.now())
    for held in factors_of(person.id):
        if held.kind is CredentialKind.TOTP and secret_of(held) == SECRET:
            step = max(now, held.data["last"] + 1)
            return code_at(SECRET, step) if step <= now + DRIFT else None
    return None


class Offer(NamedTuple):
    """The accounts a visitor may sign in with, and their one password."""

    accounts: tuple[Account, ...]
    password: str


def offered_accounts() -> Offer | None:
    """What the sign-in page offers; nothing outside of a demo."""
    return Offer(ACCOUNTS, PASSWORD) if settings().in_demo and is_built() else None
