"""Reading what the rules of spotting need; each read follows an index."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select

from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry, AuditSight
from eboard.cases.models import Case, PatientIdentity
from eboard.core.db import db
from eboard.invitations.models import Invitation
from eboard.meetings.models import Meeting
from eboard.people.models import Affiliation, Organization, Person
from eboard.people.queries.affiliations import is_current
from eboard.review.spotting import Clocks, Look

MONTH = timedelta(days=30)


def opened(since: datetime, until: datetime, *conditions: ColumnElement[bool]) -> list[Look]:
    """Every case that a person opened from ``since`` on and before ``until``."""
    columns = (AuditSight.person_id, AuditSight.on_behalf_of_id, AuditSight.case_id, AuditSight.chain_id, AuditSight.at)
    rows = db.session.execute(
        select(*columns).where(
            AuditSight.at >= since,
            AuditSight.at < until,
            AuditSight.is_opened,
            *conditions,
        )
    )
    return [Look(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[0] is not None]


def month_before(person_id: UUID, moment: datetime) -> list[Look]:
    """What one person opened in the thirty days before."""
    return opened(moment - MONTH, moment, AuditSight.person_id == person_id)


def identities_opened(since: datetime, until: datetime) -> list[Look]:
    """Every identity that was shown to a person, as a look at its case; what a check reads for a purpose is no look."""
    rows = db.session.execute(
        select(
            AuditEntry.actor_id,
            AuditEntry.on_behalf_of_id,
            PatientIdentity.case_id,
            Case.organization_id,
            AuditEntry.at,
            AuditEntry.details,
        )
        .join(PatientIdentity, PatientIdentity.id == AuditEntry.subject_id)
        .join(Case, Case.id == PatientIdentity.case_id)
        .where(
            AuditEntry.event == AccessEvent.READ,
            AuditEntry.at >= since,
            AuditEntry.at < until,
            AuditEntry.subject_kind == PatientIdentity.__tablename__,
        )
    )
    return [
        Look(row[0], row[1], row[2], row[3], row[4]) for row in rows if row[0] is not None and not row[5].get("purpose")
    ]


def refusals(since: datetime, until: datetime) -> list[tuple[UUID, datetime]]:
    """Who was refused when."""
    rows = db.session.execute(
        select(AuditEntry.actor_id, AuditEntry.at).where(
            AuditEntry.event == AccessEvent.REFUSED,
            AuditEntry.at >= since,
            AuditEntry.at < until,
        )
    )
    return [(person_id, at) for person_id, at in rows if person_id is not None]


def clocks_of(person_ids: Collection[UUID], since: datetime, until: datetime) -> Mapping[UUID, Clocks]:
    """The clocks of people who are known, with the meetings they were asked to in this time."""
    zones = db.session.execute(select(Person.id, Person.zone).where(Person.id.in_(person_ids)))
    weekends: dict[UUID, list[Sequence[str]]] = defaultdict(list)
    for person_id, weekend in db.session.execute(
        select(Affiliation.person_id, Organization.weekend)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .where(Affiliation.person_id.in_(person_ids), is_current())
    ):
        weekends[person_id].append(weekend)
    meetings: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    for person_id, begin, end in db.session.execute(
        select(Invitation.person_id, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting, Meeting.id == Invitation.meeting_id)
        .where(Invitation.person_id.in_(person_ids), Meeting.starts_at.between(since, until))
    ):
        meetings[person_id].append((begin, end))
    return {person_id: Clocks(zone, weekends[person_id], meetings[person_id]) for person_id, zone in zones}
