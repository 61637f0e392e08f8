"""Opening the round of a quarter, and reminding of it."""

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.membership.certifying import SUSPENDED_AFTER, TIME_TO_DECIDE, Count, quarter_of
from eboard.membership.emails import certify_mail
from eboard.membership.enums import MembershipEvent
from eboard.membership.models import CertificationRound
from eboard.people.models import Organization
from eboard.people.queries.affiliations import administrators_at

WEEK = 7  # days


def open_round(*, actor: Actor, organization: Organization) -> CertificationRound:
    """Ask, in this quarter, for each role that is approved by now; the day it is due is thirty days ahead."""
    moment = time.now()
    row = CertificationRound(
        organization_id=organization.id,
        quarter=quarter_of(moment.date()),
        opened_at=moment,
        due_on=moment.date() + TIME_TO_DECIDE,
    )
    db.session.add(row)
    record(
        actor=actor,
        event=MembershipEvent.ROUND_OPENED,
        subject=row,
        organization_id=organization.id,
        due_on=row.due_on,
    )
    return row


def remind_of_round(*, count: Count) -> int:
    """Mail the administrators of an organization where people wait; returns how many were told.

    Each is told once at the opening, a week before the day it is due, after it, and a week before access is suspended.
    """
    organization = count.organization
    mails = [
        certify_mail(
            organization=organization,
            reader=reader,
            waiting=count.people,
            due_on=count.due_on,
            suspends_on=count.due_on + SUSPENDED_AFTER,
            stage=_stage(count),
            link=f"{settings().base_url}/certifications/{organization.id}",
        )
        for reader in administrators_at(organization.id)
    ]
    return sum(queue(mail) is not None for mail in mails)


def _stage(count: Count) -> str:
    left = (count.due_on - time.now().date()).days
    if left > WEEK:
        return "opened"
    if left >= 0:
        return "due"
    return "overdue" if left + SUSPENDED_AFTER.days > WEEK else "last"
