"""What somebody has to prepare: the cases of the coming meetings, with what has arrived and his or her own notes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload

from eboard.cases.models import Attachment, Case, PreparationNote
from eboard.core import time
from eboard.core.db import db
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting

AHEAD = timedelta(days=14)
COMING_STATES = frozenset({MeetingState.PUBLISHED, MeetingState.LIVE})


@dataclass(frozen=True, slots=True)
class Prepared:
    """One case on an agenda, with the files one may see and one's own note."""

    item: AgendaItem
    attachments: Sequence[Attachment] = ()
    note: PreparationNote | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """A coming meeting and its cases in order."""

    meeting: Meeting
    cases: list[Prepared] = field(default_factory=list)


def coming(
    *, cases: Select[Case], meetings: ColumnElement[bool], attachments: Select[Attachment], person_id: UUID
) -> list[Coming]:
    """The meetings of the next two weeks; the selects hold what the person may see."""
    items = _items(cases, meetings)
    ids = {item.case_id for item in items}
    files = _by_case(
        db.session.scalars(attachments.where(Attachment.case_id.in_(ids), Attachment.removed_at.is_(None)))
    )
    notes = {
        note.case_id: note
        for note in db.session.scalars(
            select(PreparationNote).where(PreparationNote.case_id.in_(ids), PreparationNote.person_id == person_id)
        )
    }
    return [
        Coming(meeting, [Prepared(item, files.get(item.case_id, ()), notes.get(item.case_id)) for item in group])
        for meeting, group in groupby(items, key=lambda item: item.meeting)
    ]


def _items(cases: Select[Case], meetings: ColumnElement[bool]) -> Sequence[AgendaItem]:
    moment = time.now()
    return db.session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            meetings,
            Meeting.state.in_(COMING_STATES),
            Meeting.ends_at > moment,
            Meeting.starts_at < moment + AHEAD,
            AgendaItem.state == ItemState.LISTED,
            AgendaItem.case_id.in_(cases.with_only_columns(Case.id)),
        )
        .order_by(Meeting.starts_at, Meeting.id, AgendaItem.position)
        .options(
            contains_eager(AgendaItem.meeting).joinedload(Meeting.board),
            joinedload(AgendaItem.presenter),
            joinedload(AgendaItem.case).selectinload(Case.materials),
        )
    ).all()


def _by_case(files: Iterable[Attachment]) -> dict[UUID, list[Attachment]]:
    found: dict[UUID, list[Attachment]] = {}
    for file in files:
        found.setdefault(file.case_id, []).append(file)
    return found


def note_of(case_id: UUID, person_id: UUID) -> PreparationNote | None:
    """A person's own note on a case."""
    return db.session.scalar(
        select(PreparationNote).where(PreparationNote.case_id == case_id, PreparationNote.person_id == person_id)
    )
