"""What a person does in the network today; the start page and the menu follow it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import or_, select

from eboard.access.relations.people import in_force
from eboard.boards.enums import INVITED_ROLES, PHYSICIAN_ROLES, SIGNING_ROLES, STAFF_ROLES, BoardRole
from eboard.boards.models import BoardMembership
from eboard.core import time
from eboard.core.db import db
from eboard.people.enums import CARE_ROLES, AffiliationRole
from eboard.people.models import Affiliation


@dataclass(frozen=True, slots=True)
class Duties:
    """The roles a person has anywhere."""

    affiliations: frozenset[AffiliationRole]
    boards: frozenset[BoardRole]

    @property
    def nominates(self) -> bool:
        """Care team of some organization."""
        return bool(self.affiliations & CARE_ROLES)

    @property
    def is_care_team(self) -> bool:
        """Nominating is what this person is here for: he or she has no seat on a board."""
        return self.nominates and not self.boards

    @property
    def runs_boards(self) -> bool:
        """Staff of some board."""
        return bool(self.boards & STAFF_ROLES)

    @property
    def coordinates(self) -> bool:
        """Coordinator of some board."""
        return BoardRole.COORDINATOR in self.boards

    @property
    def attends(self) -> bool:
        """Invited to the meetings of some board, or a physician who may present."""
        return bool(self.boards & INVITED_ROLES) or AffiliationRole.PHYSICIAN in self.affiliations

    @property
    def prepares(self) -> bool:
        """Looks at cases before a meeting."""
        return bool(self.boards & PHYSICIAN_ROLES)

    @property
    def signs(self) -> bool:
        """Chair or deputy of some board."""
        return bool(self.boards & SIGNING_ROLES)

    @property
    def treats(self) -> bool:
        """Physician somewhere, who may open a case in an emergency."""
        return self.prepares or AffiliationRole.PHYSICIAN in self.affiliations

    @property
    def reviews(self) -> bool:
        """Looks at who looked: cases opened in an emergency, and what is worth a look."""
        return self.audits or AffiliationRole.ORGANIZATION_ADMIN in self.affiliations

    @property
    def reads_reports(self) -> bool:
        """Staff of some board, care team or administrator of an organization, or administrator of the network."""
        return self.runs_boards or self.nominates or self.administers

    @property
    def administers(self) -> bool:
        """Administrator of an organization or of the network."""
        return bool(self.affiliations & {AffiliationRole.ORGANIZATION_ADMIN, AffiliationRole.NETWORK_ADMIN})

    @property
    def administers_network(self) -> bool:
        """Administrator of the network."""
        return AffiliationRole.NETWORK_ADMIN in self.affiliations

    @property
    def audits(self) -> bool:
        """Auditor."""
        return AffiliationRole.AUDITOR in self.affiliations


def duties_of(person_id: UUID) -> Duties:
    """The duties of a person, in two queries."""
    today = time.now().date()
    affiliations = db.session.scalars(
        select(Affiliation.role).where(Affiliation.person_id == person_id, in_force()).distinct()
    )
    boards = db.session.scalars(
        select(BoardMembership.role)
        .where(
            BoardMembership.person_id == person_id,
            BoardMembership.starts_on <= today,
            or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= today),
        )
        .distinct()
    )
    return Duties(frozenset(affiliations), frozenset(boards))
