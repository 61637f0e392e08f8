"""What is asked of activities, disclosures and the ledger."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, extract, or_, select
from sqlalchemy.orm import aliased, joinedload

from eboard.attendance.models import Correction
from eboard.boards.models import Series
from eboard.cme.credit import CreditRule, total
from eboard.cme.models import CmeActivity, CmeCertificate, CmeCount, CmeDisclosure, CmeEntry, CmeEvaluation
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What one person has in one activity."""

    activity: CmeActivity
    person: Person
    entries: Sequence[CmeEntry]  # those in force, by day
    credits: int  # hundredths, within the maximum of the activity

    @property
    def minutes(self) -> int:
        """All minutes that were counted."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def meetings(self) -> int:
        """In how many meetings something was earned."""
        return sum(bool(entry.credits) for entry in self.entries)


def rule_of(activity: CmeActivity) -> CreditRule:
    """The rule of credit of an activity."""
    return CreditRule(
        unit_minutes=activity.unit_minutes,
        unit_credits=activity.unit_credits,
        most_per_meeting=activity.most_per_meeting,
        maximum=activity.maximum,
    )


def is_newest() -> ColumnElement[bool]:
    """An entry of the ledger that none replaces."""
    later = aliased(CmeEntry)
    return ~exists(
        select(later.id).where(
            later.activity_id == CmeEntry.activity_id,
            later.meeting_id == CmeEntry.meeting_id,
            later.person_id == CmeEntry.person_id,
            later.version > CmeEntry.version,
        )
    ).correlate(CmeEntry)


def covers() -> ColumnElement[bool]:
    """A `Meeting` that belongs to a `CmeActivity`: of its series in its year, or the one it names."""
    of_series = and_(CmeActivity.series_id == Meeting.series_id, extract("year", Meeting.day) == CmeActivity.year)
    return or_(of_series, CmeActivity.meeting_id == Meeting.id)


def standings(entries: Select[CmeEntry]) -> list[Standing]:
    """What these entries come to for each person and activity, the newest year first, then by name; one query."""
    rows = db.session.scalars(
        entries.where(is_newest()).options(
            joinedload(CmeEntry.activity).joinedload(CmeActivity.board),
            joinedload(CmeEntry.meeting),
            joinedload(CmeEntry.person),
        )
    ).all()
    grouped: dict[tuple[UUID, UUID], list[CmeEntry]] = defaultdict(list)
    for row in sorted(rows, key=lambda one: (one.meeting.starts_at, one.id)):
        grouped[row.activity_id, row.person_id].append(row)
    found = [_standing(rows) for rows in grouped.values()]
    return sorted(found, key=lambda one: (-one.activity.year, one.activity.title, one.person.family_name))


def standing_of(activity: CmeActivity, person_id: UUID) -> Standing | None:
    """What a person has in an activity; None if there is no entry."""
    entries = select(CmeEntry).where(CmeEntry.activity_id == activity.id, CmeEntry.person_id == person_id)
    return next(iter(standings(entries)), None)


def newest_of_meeting(activity: CmeActivity, meeting: Meeting) -> dict[UUID, CmeEntry]:
    """By person, the entries in force of one meeting."""
    rows = db.session.scalars(
        select(CmeEntry).where(CmeEntry.activity_id == activity.id, CmeEntry.meeting_id == meeting.id, is_newest())
    )
    return {row.person_id: row for row in rows}


def all_entries(entries: Select[CmeEntry]) -> Sequence[CmeEntry]:
    """The whole ledger, also what was replaced, in the order in which it was written."""
    return db.session.scalars(
        entries.order_by(CmeEntry.at, CmeEntry.id).options(
            joinedload(CmeEntry.activity), joinedload(CmeEntry.meeting), joinedload(CmeEntry.person)
        )
    ).all()


def activities_of(board_id: UUID, activities: Select[CmeActivity]) -> Sequence[CmeActivity]:
    """Of ``activities``, those of a board, the newest year first."""
    return db.session.scalars(
        activities.where(CmeActivity.board_id == board_id).order_by(CmeActivity.year.desc(), CmeActivity.title)
    ).all()


def series_of(board_id: UUID) -> Sequence[Series]:
    """The series of a board, the newest first."""
    return db.session.scalars(select(Series).where(Series.board_id == board_id).order_by(Series.id.desc())).all()


def single_meetings(board_id: UUID) -> Sequence[Meeting]:
    """The last fifty announced meetings of a board that no series yielded."""
    return db.session.scalars(
        select(Meeting)
        .where(Meeting.board_id == board_id, Meeting.series_id.is_(None), Meeting.published_at.is_not(None))
        .order_by(Meeting.starts_at.desc())
        .limit(50)
    ).all()


def activities_on(meeting: Meeting) -> Sequence[CmeActivity]:
    """The activities that a meeting belongs to."""
    return db.session.scalars(
        select(CmeActivity).join(Meeting, covers()).where(Meeting.id == meeting.id).order_by(CmeActivity.id)
    ).all()


def due_to_count() -> Sequence[UUID]:
    """Ids of concluded meetings whose ledger does not follow their attendance, or their activity, any more."""
    after = CmeCount.counted_at
    changed = exists(
        select(Attendance.id).where(Attendance.meeting_id == Meeting.id, Attendance.changed_at >= after)
    ).correlate(Meeting, CmeCount)
    corrected = exists(
        select(Correction.id).where(Correction.meeting_id == Meeting.id, Correction.at >= after)
    ).correlate(Meeting, CmeCount)
    return db.session.scalars(
        select(Meeting.id)
        .join(CmeActivity, covers())
        .outerjoin(CmeCount, and_(CmeCount.activity_id == CmeActivity.id, CmeCount.meeting_id == Meeting.id))
        .where(
            Meeting.state == MeetingState.CONCLUDED,
            or_(after.is_(None), CmeActivity.changed_at >= after, changed, corrected),
        )
        .distinct()
        .order_by(Meeting.id)
    ).all()


def disclosures_at(person_ids: Collection[UUID], moment: datetime) -> dict[UUID, CmeDisclosure]:
    """By person, the disclosure that was valid at an instant, the newest made before it."""
    rows = db.session.scalars(
        select(CmeDisclosure)
        .where(
            CmeDisclosure.person_id.in_(person_ids),
            CmeDisclosure.made_at <= moment,
            CmeDisclosure.valid_until > moment,
        )
        .order_by(CmeDisclosure.made_at, CmeDisclosure.id)
    )
    return {row.person_id: row for row in rows}


def disclosure_of(person_id: UUID) -> CmeDisclosure | None:
    """What a person has disclosed and is still valid."""
    return disclosures_at([person_id], time.now()).get(person_id)


def evaluation_of(activity_id: UUID, person_id: UUID) -> CmeEvaluation | None:
    """What a person said of an activity."""
    return db.session.scalars(
        select(CmeEvaluation).where(CmeEvaluation.activity_id == activity_id, CmeEvaluation.person_id == person_id)
    ).one_or_none()


def evaluations_of(activity_ids: Collection[UUID]) -> Mapping[tuple[UUID, UUID], CmeEvaluation]:
    """By activity and person, what was said."""
    rows = db.session.scalars(
        select(CmeEvaluation)
        .where(CmeEvaluation.activity_id.in_(activity_ids))
        .order_by(CmeEvaluation.made_at, CmeEvaluation.id)
    )
    return {(row.activity_id, row.person_id): row for row in rows}


def certificates_of(certificates: Select[CmeCertificate]) -> Sequence[CmeCertificate]:
    """Of ``certificates``, all with their activities, the newest first."""
    return db.session.scalars(
        certificates.order_by(CmeCertificate.issued_at.desc(), CmeCertificate.id.desc()).options(
            joinedload(CmeCertificate.activity).joinedload(CmeActivity.board)
        )
    ).all()


def _standing(entries: Sequence[CmeEntry]) -> Standing:
    activity = entries[0].activity
    return Standing(
        activity=activity,
        person=entries[0].person,
        entries=entries,
        credits=total(rule_of(activity), (entry.credits for entry in entries)),
    )
