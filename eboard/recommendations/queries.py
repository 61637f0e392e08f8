"""Reading outcomes, drafts and letters."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from eboard.boards.enums import PHYSICIAN_ROLES
from eboard.boards.models import Board, BoardMembership, RulePack
from eboard.cases.models import Case
from eboard.cases.queries.consents import is_shared
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import OPEN_STATES, ItemState
from eboard.meetings.models import AgendaItem, Attendance, Guest, Meeting
from eboard.people.models import Person
from eboard.recommendations.enums import SIGNED_RESULTS, VersionState
from eboard.recommendations.models import Discussion, Dissent, Reading, SignedVersion
from eboard.recommendations.snapshot import is_whole

DISCUSSION_PARTS = (
    selectinload(Discussion.recommendations),
    selectinload(Discussion.dissents).joinedload(Dissent.person),
    selectinload(Discussion.versions).joinedload(SignedVersion.signed_by),
)


class Neighbours(NamedTuple):
    """The cases before and after one on the agenda, if there are any."""

    before: UUID | None
    after: UUID | None


def item_of(meeting: Meeting, case: Case) -> AgendaItem:
    """The case's place on the agenda; raises AbsentError if it has none."""
    found = db.session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.case_id == case.id)
    )
    if found is None:
        raise AbsentError(_("This case is not on the agenda of this meeting."))
    return found


def discussion_of(item_id: UUID) -> Discussion | None:
    """The outcome of an agenda item, if somebody began to write it."""
    return db.session.scalar(select(Discussion).where(Discussion.item_id == item_id).options(*DISCUSSION_PARTS))


def neighbours(item: AgendaItem) -> Neighbours:
    """Where "previous case" and "next case" lead."""
    ids = db.session.scalars(
        select(AgendaItem.case_id)
        .where(AgendaItem.meeting_id == item.meeting_id, AgendaItem.state != ItemState.REMOVED)
        .order_by(AgendaItem.position)
    ).all()
    if item.case_id not in ids:
        return Neighbours(None, None)
    place = ids.index(item.case_id)
    return Neighbours(ids[place - 1] if place else None, ids[place + 1] if place + 1 < len(ids) else None)


def is_listed_elsewhere(item: AgendaItem) -> bool:
    """Whether the case waits on the agenda of another meeting."""
    other = select(AgendaItem.id).join(AgendaItem.meeting)
    return bool(
        db.session.scalar(
            select(
                exists(
                    other.where(
                        AgendaItem.case_id == item.case_id,
                        AgendaItem.id != item.id,
                        AgendaItem.state == ItemState.LISTED,
                        Meeting.state.in_(OPEN_STATES),
                    )
                )
            )
        )
    )


def discussants(meeting: Meeting) -> Sequence[Person]:
    """Who may have disagreed: the board's physicians, presenters, guests and everybody who was there; by name."""
    sources = (
        select(BoardMembership.person_id).where(
            BoardMembership.board_id == meeting.board_id, BoardMembership.role.in_(PHYSICIAN_ROLES)
        ),
        select(AgendaItem.presenter_id).where(AgendaItem.meeting_id == meeting.id),
        select(Guest.person_id).where(Guest.meeting_id == meeting.id),
        select(Attendance.person_id).where(Attendance.meeting_id == meeting.id),
    )
    return db.session.scalars(
        select(Person)
        .where(or_(*(Person.id.in_(source) for source in sources)))
        .order_by(Person.family_name, Person.given_name)
    ).all()


def _has_version_in_force() -> ColumnElement[bool]:
    version = aliased(SignedVersion)
    return exists(
        select(version.id)
        .where(version.discussion_id == Discussion.id, version.state == VersionState.IN_FORCE)
        .correlate(Discussion)
    )


def unsigned(discussions: Select[Discussion]) -> Select[Discussion]:
    """Those that wait for a signature: recorded, and never signed, in error, or open for an amendment."""
    return (
        discussions.where(
            Discussion.case.has(is_shared()),
            Discussion.result.in_(SIGNED_RESULTS),
            Discussion.recorded_at.is_not(None),
            or_(~_has_version_in_force(), Discussion.amending_since.is_not(None)),
        )
        .order_by(Discussion.recorded_at)
        .options(
            joinedload(Discussion.case).joinedload(Case.organization),
            selectinload(Discussion.recommendations),
            selectinload(Discussion.dissents),
            selectinload(Discussion.versions).load_only(SignedVersion.state, SignedVersion.error_at),
            joinedload(Discussion.item)
            .joinedload(AgendaItem.meeting)
            .joinedload(Meeting.board)
            .options(joinedload(Board.organization), joinedload(Board.rule_pack).selectinload(RulePack.versions)),
        )
    )


def ids(discussions: Select[Discussion]) -> frozenset[UUID]:
    """The ids alone."""
    found = discussions.with_only_columns(Discussion.id).order_by(None)
    return frozenset(db.session.scalars(found))


def is_acknowledged() -> ColumnElement[bool]:
    """Somebody of the care team acknowledged this `SignedVersion`."""
    reading = aliased(Reading)
    return exists(
        select(reading.version_id)
        .where(reading.version_id == SignedVersion.id, reading.acknowledged_at.is_not(None))
        .correlate(SignedVersion)
    )


def unacknowledged(versions: Select[SignedVersion]) -> Select[SignedVersion]:
    """Letters in force that nobody of the care team acknowledged; the oldest first."""
    return (
        versions.where(SignedVersion.state == VersionState.IN_FORCE, ~is_acknowledged())
        .order_by(SignedVersion.signed_at)
        .options(joinedload(SignedVersion.case).joinedload(Case.organization), selectinload(SignedVersion.readings))
    )


def in_force(discussion: Discussion) -> SignedVersion | None:
    """The version that counts; None before the first signature and after one entered in error."""
    return next((version for version in discussion.versions if version.state is VersionState.IN_FORCE), None)


def latest_versions(versions: Select[SignedVersion], case_id: UUID) -> Sequence[SignedVersion]:
    """The signed versions of a case, the newest first."""
    return db.session.scalars(
        versions.where(SignedVersion.case_id == case_id)
        .order_by(SignedVersion.signed_at.desc(), SignedVersion.number.desc())
        .options(joinedload(SignedVersion.signed_by))
    ).all()


def newer_version(version: SignedVersion) -> SignedVersion | None:
    """The newest version of the same discussion, if it is not this one: what a reader of this one has to know."""
    return db.session.scalar(
        select(SignedVersion)
        .where(SignedVersion.discussion_id == version.discussion_id, SignedVersion.number > version.number)
        .order_by(SignedVersion.number.desc())
        .limit(1)
    )


def reading(version_id: UUID, person_id: UUID) -> Reading | None:
    """Whether and when a person read a version."""
    return db.session.get(Reading, (version_id, person_id))


def acknowledgements(version: SignedVersion) -> Sequence[Reading]:
    """Who acknowledged a version, in order of time."""
    return db.session.scalars(
        select(Reading)
        .where(and_(Reading.version_id == version.id, Reading.acknowledged_at.is_not(None)))
        .order_by(Reading.acknowledged_at)
        .options(joinedload(Reading.person))
    ).all()


def changed_versions() -> Iterator[UUID]:
    """Signed versions whose content is not what was signed."""
    for version in db.session.scalars(select(SignedVersion).execution_options(yield_per=200)):
        if not is_whole(version):
            yield version.id
