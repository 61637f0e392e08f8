"""Reads for the minutes."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.cases.models import Recusal
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.models import Meeting
from eboard.minutes.models import Minutes
from eboard.people.models import Affiliation, Organization
from eboard.recommendations.models import Discussion, Dissent, SignedVersion


def versions_of(meeting: Meeting) -> Sequence[Minutes]:
    """The versions that were kept, the newest first."""
    return db.session.scalars(
        select(Minutes)
        .where(Minutes.meeting_id == meeting.id)
        .order_by(Minutes.number.desc())
        .options(joinedload(Minutes.kept_by))
    ).all()


def version_of(versions: Sequence[Minutes], number: str | None) -> Minutes | None:
    """The version with a number, the newest without one, None before the first; raises AbsentError for another."""
    if number is None:
        return versions[0] if versions else None
    found = next((version for version in versions if str(version.number) == number), None)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def discussions_of(meeting: Meeting) -> dict[UUID, Discussion]:
    """The outcomes of a meeting by agenda item."""
    found = db.session.scalars(
        select(Discussion)
        .where(Discussion.item_id.in_([item.id for item in meeting.items]))
        .options(
            selectinload(Discussion.recommendations),
            selectinload(Discussion.dissents).joinedload(Dissent.person),
            selectinload(Discussion.versions).joinedload(SignedVersion.signed_by),
        )
    )
    return {row.item_id: row for row in found}


def organizations_of(person_ids: Collection[UUID], day: date) -> dict[UUID, str]:
    """By person, the names of the organizations he or she worked at on a day."""
    rows = db.session.execute(
        select(Affiliation.person_id, Organization.name)
        .join(Organization, Organization.id == Affiliation.organization_id)
        .where(
            Affiliation.person_id.in_(person_ids),
            Affiliation.approved_at.is_not(None),
            Affiliation.starts_on <= day,
            or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= day),
        )
        .distinct()
        .order_by(Organization.name)
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for person_id, name in rows:
        names[person_id].append(name)
    return {person_id: ", ".join(found) for person_id, found in names.items()}


def recused_names(case_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """By case, who takes no part in the decision on it."""
    rows = db.session.scalars(
        select(Recusal).where(Recusal.case_id.in_(case_ids)).order_by(Recusal.id).options(joinedload(Recusal.person))
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for row in rows:
        names[row.case_id].append(row.person.name)
    return {case_id: tuple(found) for case_id, found in names.items()}
