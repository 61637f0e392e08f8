"""Somebody who is to join, as an administrator or a list describes him or her."""

from dataclasses import dataclass

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
