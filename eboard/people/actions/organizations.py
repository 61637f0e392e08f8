"""Adding and changing organizations."""

from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.people.enums import FeedPolicy, LeavingReason, OrganizationEvent, OrganizationKind, Weekday
from eboard.people.models import Organization
from eboard.people.queries.organizations import organization_by_code

CODE_LENGTH = 12
ALPHA_2 = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationFacts:
    """What may change about an organization."""

    name: str
    country: str  # ISO 3166-1 alpha-2
    zone: str
    locale: str
    weekend: tuple[Weekday, ...]
    feed_policy: FeedPolicy = FeedPolicy.FULL


def add_organization(
    *, actor: Actor, code: str, facts: OrganizationFacts, kind: OrganizationKind = OrganizationKind.MEMBER
) -> Organization:
    """Add an organization; raises DomainError for a code that is taken or cannot be one, and for wrong facts."""
    code = code.strip().upper()
    if not (code.isascii() and code.isalnum() and len(code) <= CODE_LENGTH):
        raise DomainError(
            _("A code is 1 to %(most)s letters and digits without accents.", most=CODE_LENGTH), field="code"
        )
    if organization_by_code(code) is not None:
        raise DomainError(_("There is an organization with the code %(code)s already.", code=code), field="code")
    row = Organization(code=code, kind=kind)
    _set(row, facts)
    db.session.add(row)
    record(actor=actor, event=OrganizationEvent.ADDED, subject=row, organization_id=row.id)
    return row


def change_organization(*, actor: Actor, organization: Organization, facts: OrganizationFacts, version: int) -> None:
    """Change an organization; raises DomainError for wrong facts, StaleError if it was saved meanwhile."""
    expect_version(organization, version)
    _set(organization, facts)
    record(actor=actor, event=OrganizationEvent.CHANGED, subject=organization, organization_id=organization.id)


def note_left(*, actor: Actor, organization: Organization, last_day: date, reason: LeavingReason) -> None:
    """Note that an organization left the network after ``last_day``; nobody is approved there any more.

    Raises DomainError for a day that is not over: rights end at once, so that the last day lies before today.
    """
    if last_day >= time.now().date():
        raise DomainError(_("Everything ends at once, so the last day lies before today."), field="last_day")
    organization.left_on, organization.left_reason = last_day, reason
    record(
        actor=actor,
        event=OrganizationEvent.LEFT,
        subject=organization,
        organization_id=organization.id,
        on=last_day,
        reason=reason,
    )


def _set(row: Organization, facts: OrganizationFacts) -> None:
    _check(facts)
    row.name, row.country, row.zone, row.locale = facts.name, facts.country.upper(), facts.zone, facts.locale
    row.weekend = [day.value for day in facts.weekend]
    row.feed_policy = facts.feed_policy


def _check(facts: OrganizationFacts) -> None:
    time.zone(facts.zone)
    if facts.country.upper() not in countries():
        raise DomainError(_("Give the two letters of a country, such as US or MX."), field="country")
    try:
        Locale.parse(facts.locale)
    except (ValueError, UnknownLocaleError):
        raise DomainError(_("Give a language such as en or es."), field="locale") from None


def countries() -> frozenset[str]:
    """The two-letter codes of ISO 3166-1 that names are known for."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == ALPHA_2 and code.isalpha())
