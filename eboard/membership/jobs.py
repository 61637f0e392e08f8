"""Rounds open by themselves, administrators are reminded, and access ends when nobody answers."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import db
from eboard.core.jobs import each, job
from eboard.membership import actions
from eboard.membership.agreements import to_remind
from eboard.membership.certifying import counts, to_open, to_suspend
from eboard.people.models import Affiliation, Organization

TWICE_A_DAY = timedelta(hours=12)


@job(every=TWICE_A_DAY)
def remind_of_memberships() -> int:
    """Tell administrators of agreements with organizations that end in 90, 30 or 7 days."""
    return each(to_remind(time.now().date()), _remind_of_agreement)


@job(every=TWICE_A_DAY)
def open_rounds() -> int:
    """Open the round of the quarter in each organization."""
    return each(to_open(time.now().date()), _open)


@job(every=TWICE_A_DAY)
def remind_of_rounds() -> int:
    """Tell administrators how many people wait to be certified."""
    return each([count.organization.id for count in counts(select(Organization))], _remind_of_round)


@job(every=TWICE_A_DAY)
def suspend_uncertified() -> int:
    """Suspend the access of those whom nobody certified within thirty days after the day it was due."""
    return each(to_suspend(time.now().date()), _suspend)


def _remind_of_agreement(organization_id: UUID) -> None:
    actions.remind_of_agreement(organization=db.session.get_one(Organization, organization_id))


def _open(organization_id: UUID) -> None:
    actions.open_round(actor=SYSTEM, organization=db.session.get_one(Organization, organization_id))


def _remind_of_round(organization_id: UUID) -> None:
    actions.remind_of_round(organization=db.session.get_one(Organization, organization_id))


def _suspend(affiliation_id: UUID) -> None:
    actions.suspend(actor=SYSTEM, role=db.session.get_one(Affiliation, affiliation_id))
