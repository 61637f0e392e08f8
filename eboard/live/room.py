"""What the page of a live room says, before any of it is worded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from eboard.boards.models import Board, RulePack
from eboard.cases.models import Attachment, Case
from eboard.cases.queries.recusals import recusals_of
from eboard.core import time
from eboard.core.db import db
from eboard.live.models import Clash
from eboard.live.queries import clashes_on
from eboard.meetings.agenda import Slot, slots
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.people.models import Person
from eboard.preparation.enums import PREPARING
from eboard.preparation.models import MeetingNote
from eboard.preparation.packet import facts_of, material_text
from eboard.preparation.queries import notes_on
from eboard.recommendations.models import Discussion
from eboard.recommendations.queries import discussion_of, in_force

LIVE = (
    joinedload(Meeting.board).joinedload(Board.rule_pack).selectinload(RulePack.versions),
    selectinload(Meeting.items).joinedload(AgendaItem.case).joinedload(Case.organization),
    selectinload(Meeting.items).joinedload(AgendaItem.presenter),
)


THERE = (
    selectinload(Meeting.attendances).joinedload(Attendance.person).selectinload(Person.specialties),
    selectinload(Meeting.attendances).joinedload(Attendance.proxy_for),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A case on the agenda, as this reader sees it."""

    slot: Slot
    is_readable: bool

    @property
    def item(self) -> AgendaItem:
        """The agenda item."""
        return self.slot.item

    @property
    def runs(self) -> bool:
        """Whether its clock runs."""
        return self.item.started_at is not None and self.item.ended_at is None

    @property
    def waits(self) -> bool:
        """Whether it was not begun and is still to be discussed."""
        return self.item.started_at is None and self.item.state in OPEN_ITEMS

    @property
    def seconds(self) -> int:
        """How long it was talked about, so far."""
        if self.item.started_at is None:
            return 0
        return int(((self.item.ended_at or time.now()) - self.item.started_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A case as it lies on the table; who the patient is never comes into it."""

    line: Line
    facts: Sequence[tuple[str, str]]
    materials: Sequence[str]
    attachments: Sequence[Attachment]
    notes: Sequence[MeetingNote]
    recused: Sequence[Person]
    discussion: Discussion | None
    clashes: Sequence[Clash]

    @property
    def case(self) -> Case:
        """The case."""
        return self.line.item.case

    @property
    def is_open(self) -> bool:
        """Whether its outcome can be written."""
        discussion = self.discussion
        return discussion is None or in_force(discussion) is None or discussion.amending_since is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The agenda with its clocks."""

    meeting: Meeting
    lines: Sequence[Line]

    @property
    def now(self) -> Line | None:
        """The case whose clock runs."""
        return next((line for line in self.lines if line.runs), None)

    @property
    def following(self) -> Line | None:
        """The case that comes next."""
        place = self.now.slot.number if self.now else 0
        waiting = [line for line in self.lines if line.waits]
        return next((line for line in waiting if line.slot.number > place), waiting[0] if waiting else None)

    @property
    def used_seconds(self) -> int:
        """How long the meeting has run."""
        meeting = self.meeting
        return int(((meeting.concluded_at or time.now()) - meeting.live_at).total_seconds()) if meeting.live_at else 0

    @property
    def waiting_minutes(self) -> int:
        """The minutes that the cases to come are planned for."""
        return sum(line.item.minutes for line in self.lines if line.waits)

    @property
    def ends_at(self) -> datetime:
        """When the meeting is over if everything to come keeps its time."""
        now = self.now
        left = max(now.item.minutes * 60 - now.seconds, 0) if now else 0
        return time.now() + timedelta(seconds=left, minutes=self.waiting_minutes)

    def line_of(self, case_id: UUID | None) -> Line | None:
        """The line of one case; without one, what is talked about, else what comes next, else the first."""
        if case_id is not None:
            return next((line for line in self.lines if line.item.case_id == case_id), None)
        return self.now or self.following or (self.lines[0] if self.lines else None)


def room_of_meeting(meeting: Meeting, readable: Collection[UUID]) -> Room:
    """The agenda of a meeting, loaded with `LIVE`."""
    return Room(meeting=meeting, lines=[Line(slot, slot.item.case_id in readable) for slot in slots(meeting)])


def meeting_shown(meeting_id: UUID, *more: ORMOption) -> Meeting:
    """The meeting with everything its agenda shows; the caller has checked who asks."""
    return db.session.scalars(select(Meeting).where(Meeting.id == meeting_id).options(*LIVE, *more)).one()


def item_at(meeting_id: UUID, case_id: UUID) -> AgendaItem:
    """A case on an agenda, with what saving its outcome looks at."""
    return db.session.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.case_id == case_id)
        .options(joinedload(AgendaItem.meeting), joinedload(AgendaItem.case))
    ).one()


def sheet_of(line: Line) -> Sheet:
    """What lies on the table for a case that may be read."""
    case = db.session.scalars(
        select(Case)
        .where(Case.id == line.item.case_id)
        .options(selectinload(Case.materials), selectinload(Case.attachments))
    ).one()
    notes = notes_on([line.item.id])
    return Sheet(
        line=line,
        facts=[(label, text) for label, text in facts_of(case) if text],
        materials=[material_text(one) for one in case.materials],
        attachments=[one for one in case.attachments if one.no_identity_at and not one.removed_at],
        notes=[note for one in PREPARING if (note := notes.get((line.item.id, one))) is not None and note.text],
        recused=[one.person for one in recusals_of(case.id)],
        discussion=discussion_of(line.item.id),
        clashes=clashes_on(line.item.id),
    )


def cases_with(ids: Collection[UUID]) -> Sequence[Case]:
    """The cases with these ids."""
    return db.session.scalars(select(Case).where(Case.id.in_(ids)).order_by(Case.id)).all()
