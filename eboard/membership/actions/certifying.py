"""Deciding in a round whether somebody still belongs to an organization."""

from collections.abc import Sequence

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.membership.enums import Decision, MembershipEvent
from eboard.membership.models import Certification
from eboard.people.actions.affiliations import end_role
from eboard.people.actions.standing import settle
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_not_over


def certify(*, actor: Actor, organization: Organization, person: Person, decision: Decision) -> None:
    """Keep or end all roles of a person in an organization; keeping lifts a suspension.

    Raises DomainError for one's own roles, and for somebody who has none there.
    """
    if person.id in {actor.person_id, actor.acts_as}:
        raise DomainError(_("Somebody else has to certify your own access."))
    roles = _locked(person, organization)
    if not roles:
        raise DomainError(_("%(person)s has no role at %(name)s.", person=person.name, name=organization.name))
    db.session.add(
        Certification(
            organization_id=organization.id,
            person_id=person.id,
            decision=decision,
            decided_at=time.now(),
            decided_by_id=actor.person_id,
        )
    )
    record(
        actor=actor,
        event=MembershipEvent.CERTIFIED,
        subject=person,
        organization_id=organization.id,
        decision=decision,
    )
    for role in roles:
        if decision is Decision.END:
            end_role(actor=actor, affiliation=role)
        else:
            role.suspended_at = None
    settle(actor=actor, person=person)


def _locked(person: Person, organization: Organization) -> Sequence[Affiliation]:
    """The roles as they stand now, so that none is suspended at the same time."""
    return db.session.scalars(
        select(Affiliation)
        .where(Affiliation.person_id == person.id, Affiliation.organization_id == organization.id, is_not_over())
        .order_by(Affiliation.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
