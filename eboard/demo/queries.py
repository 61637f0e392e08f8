"""What there is in the database, from the demo's point of view."""

from sqlalchemy import select

from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.demo.accounts import ACCOUNTS, PASSWORD, Account
from eboard.people.models import Organization, Person


def has_network() -> bool:
    """Whether the database holds organizations, of the demo or not."""
    return db.session.scalar(select(Organization.id).limit(1)) is not None


def is_built() -> bool:
    """Whether the demo network is there: its first account is."""
    return db.session.scalar(select(Person.id).where(Person.email == ACCOUNTS[0].email)) is not None


def offered_accounts() -> dict[str, tuple[Account, ...] | str]:
    """The accounts and their password for the sign-in page; nothing outside of a demo."""
    if not settings().in_demo or not is_built():
        return {}
    return {"demo_accounts": ACCOUNTS, "demo_password": PASSWORD}
