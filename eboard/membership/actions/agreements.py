"""Recording agreements, ending them before their day, and reminding of their end."""

import re
from dataclasses import dataclass
from datetime import date

from eboard.audit import Actor, record
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.web.settings import settings
from eboard.mail.actions import queue
from eboard.membership.agreements import DAY, standing_of, today_at
from eboard.membership.emails import agreement_mail
from eboard.membership.enums import AgreementKind, Cover, MembershipEvent
from eboard.membership.models import Agreement
from eboard.people.actions.organizations import OrganizationFacts, add_organization
from eboard.people.models import Organization
from eboard.people.queries.affiliations import administrators_at, network_administrators

REMIND_AT = (7, 30, 90)  # days before the last one
MOST_YEARS = 50  # ahead, for a last day; further on, a digit was mistyped
REFERENCE = re.compile(r"[\w.\-/]{1,40}")  # a number on a paper, too short and plain to tell a story


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What stands on the paper."""

    kind: AgreementKind
    reference: str
    signed_by: str
    signed_on: date
    expires_on: date


def join_network(*, actor: Actor, code: str, facts: OrganizationFacts, terms: Terms) -> Organization:
    """Take an organization into the network under an agreement; raises DomainError for wrong facts or terms."""
    organization = add_organization(actor=actor, code=code, facts=facts)
    record_agreement(actor=actor, organization=organization, terms=terms)
    return organization


def record_agreement(*, actor: Actor, organization: Organization, terms: Terms) -> Agreement:
    """Record a signed agreement, the first one or a renewal; former ones stay as they are.

    Raises DomainError for one that was not signed yet, that ends before it begins or more than fifty years ahead, or
    whose reference is none.
    """
    if not REFERENCE.fullmatch(terms.reference):
        raise DomainError(_("A reference has up to 40 letters, digits, dots, dashes and slashes."), field="reference")
    today = today_at(organization)
    if terms.signed_on > today:
        raise DomainError(_("This day is still to come. Record the agreement once it is signed."), field="signed_on")
    if terms.expires_on < terms.signed_on:
        raise DomainError(_("The last day lies before the signature."), field="expires_on")
    if terms.expires_on.year > today.year + MOST_YEARS:
        raise DomainError(
            _("The last day lies more than %(years)s years ahead. Check the year.", years=MOST_YEARS),
            field="expires_on",
        )
    row = Agreement(
        organization_id=organization.id,
        kind=terms.kind,
        reference=terms.reference,
        signed_by=terms.signed_by,
        signed_on=terms.signed_on,
        expires_on=terms.expires_on,
        recorded_by_id=actor.person_id,
    )
    db.session.add(row)
    db.session.flush()
    _note(actor, MembershipEvent.AGREED, row)
    return row


def end_agreement(*, actor: Actor, agreement: Agreement) -> None:
    """End an agreement before its day, or one recorded by mistake: it is not in force from today on.

    Raises DomainError for one that has ended already.
    """
    today = today_at(agreement.organization)
    if agreement.last_day < today:
        raise DomainError(_("This agreement has ended already."))
    agreement.ended_on = today - DAY
    _note(actor, MembershipEvent.AGREEMENT_ENDED, agreement)


def remind_of_agreement(*, organization: Organization) -> int:
    """Mail the administrators of network and organization 90, 30 and 7 days before the end, once each.

    Returns how many were told.
    """
    standing = standing_of(organization)
    if standing.cover is not Cover.ENDING or standing.until is None:
        return 0
    left = (standing.until - today_at(organization)).days
    days = next(days for days in REMIND_AT if left <= days)
    readers = {one.id: one for one in (*administrators_at(organization.id), *network_administrators())}
    mails = [
        agreement_mail(
            organization=organization, reader=one, until=standing.until, days=days, base_url=settings().base_url
        )
        for one in readers.values()
    ]
    return sum(queue(mail) is not None for mail in mails)


def _note(actor: Actor, event: MembershipEvent, row: Agreement) -> None:
    record(
        actor=actor,
        event=event,
        subject=row,
        organization_id=row.organization_id,
        kind=row.kind,
        signed_on=row.signed_on,
        last_day=row.last_day,
    )
