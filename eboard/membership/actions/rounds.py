"""Opening the round of a quarter, and reminding of it."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.membership.certifying import SUSPENDED_AFTER, TIME_TO_DECIDE, Asked, asked_now, quarter_of
from eboard.membership.emails import certify_mail
from eboard.membership.enums import MembershipEvent
from eboard.membership.models import CertificationRound
from eboard.people.models import Organization, Person
from eboard.people.queries.affiliations import administrators_at, network_administrators

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


def remind_of_round(*, organization: Organization) -> int:
    """Mail those who can certify who waits in an organization; returns how many were told.

    Each is told once at the opening of a round, a week before the day it is due, after it, and a week before access is
    suspended. Nobody is told of the own access: that of a sole administrator is left to the network's.
    """
    asked = asked_now(organization)
    if asked is None:
        return 0
    mails = [
        certify_mail(
            organization=organization,
            reader=reader,
            waiting=waiting,
            due_on=asked.due_on,
            suspends_on=asked.due_on + SUSPENDED_AFTER,
            stage=_stage(asked.due_on),
            link=f"{settings().base_url}/certifications/{organization.id}",
        )
        for reader, waiting in _readers(asked)
    ]
    return sum(queue(mail) is not None for mail in mails)


def _readers(asked: Asked) -> Iterator[tuple[Person, int]]:
    """Who can certify somebody, and how many."""
    network = network_administrators()
    local = administrators_at(asked.organization.id)
    deciders = {person_id: _deciders(asked, person_id, local, network) for person_id in asked.people}
    for reader in {one.id: one for one in (*local, *network)}.values():
        waiting = sum(reader in found for found in deciders.values())
        if waiting:
            yield reader, waiting


def _deciders(asked: Asked, person_id: UUID, local: Sequence[Person], network: Sequence[Person]) -> Sequence[Person]:
    near = () if person_id in asked.of_the_network else local
    return [one for one in near if one.id != person_id] or [one for one in network if one.id != person_id]


def _stage(due_on: date) -> str:
    left = (due_on - time.now().date()).days
    if left > WEEK:
        return "opened"
    if left >= 0:
        return "due"
    return "overdue" if left + SUSPENDED_AFTER.days > WEEK else "last"
