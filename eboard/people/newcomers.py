"""Somebody who is to join, as an administrator or a list describes him or her."""

from dataclasses import dataclass

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.ical.checks import check_address
from eboard.people.enums import AffiliationRole, Specialty


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """What an administrator says of somebody who is to join."""

    email: str
    given_name: str
    family_name: str
    title: str = ""
    zone: str = ""  # that of the organization without one
    role: AffiliationRole = AffiliationRole.CARE_TEAM
    specialties: frozenset[Specialty] = frozenset()


def mail_address(text: str) -> str:
    """An address as it is stored, in small letters; raises DomainError for one that no mail can be sent to."""
    address = text.strip().lower()
    try:
        check_address(address)
    except ValueError:
        message = _("Give one e-mail address such as name@example.org, without accents, commas or blanks.")
        raise DomainError(message, field="email") from None
    return address
