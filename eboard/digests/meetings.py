"""What changed about the meetings of a reader's boards."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db
from eboard.digests.reader import Reader
from eboard.digests.summary import MeetingNews
from eboard.invitations.enums import GIVEN_ANSWERS, NEEDED, Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import OPEN_ITEMS, MeetingEvent, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person

LONGEST_CUTOFF = timedelta(days=14)  # as the form of a board allows
AGENDA_ACTS = frozenset({MeetingEvent.ITEM_LISTED, MeetingEvent.ITEM_REMOVED, MeetingEvent.ITEM_TRANSFERRED})
ACTS = AGENDA_ACTS | {MeetingEvent.MOVED, MeetingEvent.CHANGED}


def meeting_news(reader: Reader) -> list[MeetingNews]:
    """The announced meetings still to come that changed, by their start; six queries, whatever their number."""
    acts, answers, closed = _acts(reader), _answers(reader), _closed(reader)
    touched = {meeting_id for act in acts for meeting_id in _meetings_of(act)} | answers.keys() | closed
    news = {one.id: one for one in _announced(touched)}
    for act in acts:
        for meeting_id in _meetings_of(act):
            if meeting_id in news:
                _note(news[meeting_id], act)
    for meeting_id in news.keys() & answers.keys():
        news[meeting_id].answers = answers[meeting_id]
    for meeting_id, names in _unanswered(news.keys() & closed).items():
        news[meeting_id].unanswered = names
    return sorted(filter(_says_something, news.values()), key=lambda one: (one.starts_at, one.board))


def _acts(reader: Reader) -> Sequence[AuditEntry]:
    """What others did to the meetings of the reader's boards."""
    theirs = select(Meeting.id).where(Meeting.board_id.in_(reader.seated), Meeting.starts_at > time.now())
    return db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_id.in_(theirs),
            AuditEntry.event.in_(ACTS),
            reader.saw(AuditEntry.at),
            reader.is_other(AuditEntry.actor_id),
        )
        .order_by(AuditEntry.at, AuditEntry.seq)
    ).all()


def _meetings_of(act: AuditEntry) -> Iterator[UUID | None]:
    """The meetings an act changed: a case that is transferred leaves one and comes to another."""
    yield act.subject_id
    if "from_meeting" in act.details:
        yield UUID(act.details["from_meeting"])


def _note(news: MeetingNews, act: AuditEntry) -> None:
    if act.event == MeetingEvent.MOVED:
        news.is_new = act.details["to"] == MeetingState.PUBLISHED
        if news.is_new:  # what was done before, nobody had heard of
            news.has_new_time = news.has_new_place = news.has_new_agenda = False
        news.is_cancelled = act.details["to"] == MeetingState.CANCELLED
    elif act.event == MeetingEvent.CHANGED:
        news.has_new_time |= bool(act.details["is_moved"])
        news.has_new_place |= bool(act.details.get("is_elsewhere"))
    else:
        news.has_new_agenda = True


def _announced(ids: Collection[UUID | None]) -> Iterator[MeetingNews]:
    """Those of the meetings still to come that people were told of, as they are now."""
    counted = (
        select(func.count(AgendaItem.id))
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.state.in_(OPEN_ITEMS))
        .correlate(Meeting)
        .scalar_subquery()
    )
    found = db.session.execute(
        select(Meeting, counted)
        .where(Meeting.id.in_(ids), Meeting.published_at.is_not(None), Meeting.starts_at > time.now())
        .options(joinedload(Meeting.board))
    )
    for meeting, cases in found:
        yield MeetingNews(
            id=meeting.id, board=meeting.board.name, starts_at=meeting.starts_at, place=meeting.room, cases=cases
        )


def _answers(reader: Reader) -> dict[UUID, dict[Answer, list[str]]]:
    """The answers that came for meetings the reader coordinates, by meeting."""
    found = db.session.scalars(
        select(Invitation)
        .join(Invitation.meeting)
        .join(Invitation.person)
        .where(
            Meeting.board_id.in_(reader.coordinated),
            Meeting.state == MeetingState.PUBLISHED,
            Meeting.starts_at > time.now(),
            Invitation.is_wanted,
            Invitation.answer.in_(GIVEN_ANSWERS),
            reader.saw(Invitation.answered_at),
            reader.is_other(Invitation.answered_by_id),
        )
        .order_by(Person.family_name, Person.given_name, Invitation.id)
        .options(contains_eager(Invitation.person))
    )
    answers: dict[UUID, dict[Answer, list[str]]] = defaultdict(lambda: defaultdict(list))
    for invitation in found:
        answers[invitation.meeting_id][invitation.answer].append(invitation.person.name)
    return answers


def _closed(reader: Reader) -> set[UUID]:
    """Meetings the reader coordinates whose list has closed in this stretch."""
    coming = db.session.scalars(
        select(Meeting)
        .where(
            Meeting.board_id.in_(reader.coordinated),
            Meeting.state == MeetingState.PUBLISHED,
            Meeting.starts_at > time.now(),
            Meeting.starts_at <= reader.until + LONGEST_CUTOFF,
        )
        .options(joinedload(Meeting.board))
    )
    return {
        meeting.id
        for meeting in coming
        if reader.since < meeting.starts_at - timedelta(hours=meeting.board.cutoff_hours) <= reader.until
    }


def _unanswered(ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The names of those who are needed and have not answered, by meeting."""
    found = db.session.execute(
        select(Invitation.meeting_id, Person)
        .join(Invitation.person)
        .where(
            Invitation.meeting_id.in_(ids),
            Invitation.is_wanted,
            Invitation.answer == Answer.NEEDS_ACTION,
            Invitation.participation.in_(NEEDED),
        )
        .order_by(Person.family_name, Person.given_name, Invitation.id)
    )
    names: dict[UUID, list[str]] = defaultdict(list)
    for meeting_id, person in found:
        names[meeting_id].append(person.name)
    return names


def _says_something(news: MeetingNews) -> bool:
    return bool(
        news.is_new
        or news.is_cancelled
        or news.has_new_time
        or news.has_new_place
        or news.has_new_agenda
        or news.answers
        or news.unanswered
    )
