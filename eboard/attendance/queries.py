"""What the pages of attendance ask."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from eboard.attendance import codes
from eboard.attendance.models import Correction, HeadCount, WalkIn
from eboard.cases.queries.recusals import recused_from
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import AbsentError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.meetings.enums import TOLD_STATES, MeetingState
from eboard.meetings.models import Attendance, Meeting
from eboard.meetings.queries.invitees import invitee_reasons, panel_on
from eboard.people.models import Person

OPENS_BEFORE = timedelta(minutes=30)  # a code is good and shown so long before the planned start
SILENT_AFTER = timedelta(minutes=30)  # without a sign of a page that was open, somebody counts as gone


def expected_ids(meeting: Meeting) -> frozenset[UUID]:
    """Everybody whom a meeting expects: who is invited, and whoever has a role on its board that day."""
    seats = panel_on(meeting.board_id, meeting.day)
    return frozenset(invitee_reasons(meeting)) | {seat.person_id for seat in seats}


def seats_of(meeting: Meeting) -> list[Person]:
    """Those for whom a proxy may attend: everybody with a role on the board that day, each once, by family name."""
    return list({seat.person_id: seat.person for seat in panel_on(meeting.board_id, meeting.day)}.values())


def recused_now(meeting: Meeting) -> frozenset[UUID]:
    """Who takes no part in the decision on the case whose clock runs, and so neither counts nor holds the pen."""
    running = [item.case_id for item in meeting.items if item.started_at is not None and item.ended_at is None]
    return frozenset[UUID]().union(*recused_from(running).values())


def takes_attendance(meeting: Meeting) -> bool:
    """Whether people may check in now: while it runs, and shortly before."""
    is_near = meeting.starts_at - OPENS_BEFORE <= time.now()
    return meeting.state is MeetingState.LIVE or (meeting.state is MeetingState.PUBLISHED and is_near)


def meeting_of_code(typed: str) -> Meeting | None:
    """The meeting whose code this is now; None if no meeting that takes attendance shows it."""
    moment = time.now()
    near = (Meeting.state == MeetingState.PUBLISHED) & (Meeting.starts_at <= moment + OPENS_BEFORE)
    running = db.session.scalars(
        select(Meeting)
        .where(Meeting.state.in_(TOLD_STATES), or_(Meeting.state == MeetingState.LIVE, near))
        .order_by(Meeting.id)
        .options(joinedload(Meeting.board), selectinload(Meeting.attendances).joinedload(Attendance.person))
    )
    good = [meeting for meeting in running if codes.is_good(typed, meeting.id, moment, keyring())]
    return good[0] if good else None


def open_marks(meeting: Meeting, person_id: UUID) -> list[Attendance]:
    """The stretches of somebody who is there: one, or two when two check-ins came at the same moment."""
    return [mark for mark in meeting.attendances if mark.person_id == person_id and mark.to_at is None]


def open_mark(meeting: Meeting, person_id: UUID) -> Attendance | None:
    """The stretch of somebody who is there."""
    return next(iter(open_marks(meeting, person_id)), None)


def silent_mark(meeting: Meeting, person_id: UUID) -> Attendance | None:
    """The last stretch of somebody who is not there, if silence closed it."""
    last = [mark for mark in meeting.attendances if mark.person_id == person_id][-1:]
    return last[0] if last and last[0].is_silenced else None


def mark_of(meeting: Meeting, mark_id: UUID) -> Attendance:
    """The stretch of a meeting with this id; raises AbsentError."""
    found = next((mark for mark in meeting.attendances if mark.id == mark_id), None)
    if found is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    return found


def still_in(walk_ins: Select[WalkIn]) -> Sequence[WalkIn]:
    """Of these walk-ins, those who have not left a meeting that is not over, with its board."""
    return db.session.scalars(
        walk_ins.join(Meeting, Meeting.id == WalkIn.meeting_id)
        .where(WalkIn.to_at.is_(None), WalkIn.settled_at.is_(None), Meeting.state.in_(TOLD_STATES))
        .order_by(WalkIn.from_at, WalkIn.id)
        .options(joinedload(WalkIn.meeting).joinedload(Meeting.board))
    ).all()


def open_walk_in(meeting_id: UUID, person_id: UUID) -> WalkIn | None:
    """The walk-in of somebody who is there and was not settled yet; the first, when two came at the same moment."""
    return db.session.scalars(
        select(WalkIn)
        .where(
            WalkIn.meeting_id == meeting_id,
            WalkIn.person_id == person_id,
            WalkIn.settled_at.is_(None),
            WalkIn.to_at.is_(None),
        )
        .order_by(WalkIn.id)
    ).first()


def walk_ins_of(meeting: Meeting) -> Sequence[WalkIn]:
    """The walk-ins of a meeting that wait to be settled, in order of arrival."""
    return db.session.scalars(
        select(WalkIn)
        .where(WalkIn.meeting_id == meeting.id, WalkIn.settled_at.is_(None))
        .order_by(WalkIn.from_at, WalkIn.id)
        .options(joinedload(WalkIn.person))
    ).all()


def head_counts(meeting: Meeting) -> dict[str, HeadCount]:
    """By room, the newest count of people without a name; a room that was counted down to none is left out."""
    rows = db.session.scalars(
        select(HeadCount)
        .where(HeadCount.meeting_id == meeting.id)
        .order_by(HeadCount.id)
        .options(joinedload(HeadCount.noted_by))
    )
    return {room: row for room, row in {row.room: row for row in rows}.items() if row.heads}


def corrections_of(meeting: Meeting) -> Sequence[Correction]:
    """What was corrected of a meeting, the newest first."""
    return db.session.scalars(
        select(Correction)
        .where(Correction.meeting_id == meeting.id)
        .order_by(Correction.at.desc(), Correction.id.desc())
        .options(joinedload(Correction.person), joinedload(Correction.by))
    ).all()


def silent_ids() -> Sequence[UUID]:
    """Ids of stretches whose page has been silent for too long, in meetings that run."""
    return db.session.scalars(
        select(Attendance.id)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .where(
            Attendance.to_at.is_(None),
            Attendance.seen_at < time.now() - SILENT_AFTER,
            Meeting.state == MeetingState.LIVE,
        )
        .order_by(Attendance.id)
    ).all()
