"""The entries of a feed: which meetings it shows, or which minutes of them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, Text, case, cast, func, or_, select, union

from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.feeds.enums import Extent, FeedKind
from eboard.feeds.models import Subscription
from eboard.feeds.window import Window
from eboard.invitations.content import Shown
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import SHOWN_ITEMS, ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.needed import Block, Need, needed_among
from eboard.meetings.queries.parts import parts_of
from eboard.meetings.timing import LONGEST_MINUTES

Columns = TypeVarTuple("Columns")


class Entry(NamedTuple):
    """One entry, as a value: equal entries have equal bytes."""

    shown: Shown
    needed_zone: str = ""  # of the clocks in the title, for the minutes its reader is needed


def entries(row: Subscription, window: Window) -> list[Entry]:
    """The entries of a subscription within the window, by start; planned meetings are not shown."""
    made = _minutes(row, window) if row.extent is Extent.MINUTES else map(Entry, _meetings(row, window))
    return sorted(made, key=lambda entry: (entry.shown.starts_at, entry.shown.uid))


COLUMNS = (
    Meeting.id, Meeting.uid, Meeting.sequence, Meeting.state, Meeting.starts_at, Meeting.ends_at, Meeting.zone,
    Board.name, Meeting.room, Meeting.join_code,
    func.coalesce(Meeting.conference_provider_id, Board.conference_provider_id), Meeting.shown_link,
    Meeting.created_at, func.coalesce(Meeting.announced_at, Meeting.published_at, Meeting.created_at),
)  # fmt: skip


def _meetings(row: Subscription, window: Window) -> Iterator[Shown]:
    count = (
        select(func.count(AgendaItem.id))
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.state != ItemState.REMOVED)
        .correlate(Meeting)
        .scalar_subquery()
    )
    meetings = select(*COLUMNS, count).join(Board, Board.id == Meeting.board_id)
    rows: Iterable[Sequence[Any]] = db.session.execute(_chosen(row, window, meetings))
    return (Shown(*one) for one in rows)


class Agenda(NamedTuple):
    """What decides, beside what is shown of a meeting, which of its minutes somebody is needed."""

    id: UUID
    board_id: UUID
    day: date
    minutes: int
    sequence: int  # of the agenda
    changed_at: datetime | None  # the agenda


def _minutes(row: Subscription, window: Window) -> Iterator[Entry]:
    """The minutes a person is needed, in place of the whole meeting; no object is made of a row, for there are many."""
    agenda = (Meeting.board_id, Meeting.day, Meeting.minutes, Meeting.agenda_sequence, Meeting.agenda_changed_at)
    meetings = select(*COLUMNS, *agenda).join(Board, Board.id == Meeting.board_id)
    person_id, zone = row.person_id, row.person.zone
    part, needs = parts_of([person_id]), _needs(row, window)
    width = len(COLUMNS)
    rows: Iterable[Sequence[Any]] = db.session.execute(_chosen(row, window, meetings))
    for values in rows:
        listed = needs.get(values[1], ())
        whole = Shown._make((*values[:width], len(listed)))
        meeting = Agenda(values[0], *values[width:])
        mine = needed_among(listed, part(meeting, person_id), whole.starts_at, meeting.minutes)
        if mine.is_whole:
            yield Entry(whole)
        stem = _stem(whole.uid, person_id, meeting.id) if mine.blocks else ""
        for number, block in enumerate(mine.blocks, start=1):
            yield Entry(_part(whole, meeting, block, stem.format(number)), zone)


def _needs(row: Subscription, window: Window) -> Mapping[str, Sequence[Need]]:
    """What the agendas of the feed ask for, each in order, by the UID of its meeting.

    One query, whose columns need no conversion: there may be thousands of rows.
    """
    meetings = _chosen(row, window, select(Meeting.id, Meeting.uid)).subquery()
    is_own = case((or_(AgendaItem.presenter_id == row.person_id, Case.referrer_id == row.person_id), 1), else_=0)
    rows = db.session.execute(
        select(meetings.c.uid, AgendaItem.minutes, is_own, cast(Case.specialties, Text))
        .join(Case, Case.id == AgendaItem.case_id)
        .join(meetings, meetings.c.id == AgendaItem.meeting_id)
        .where(AgendaItem.state.in_(SHOWN_ITEMS))
        .order_by(AgendaItem.meeting_id, AgendaItem.position)
    )
    found: dict[str, list[Need]] = defaultdict(list)
    mine, nobody = frozenset({row.person_id}), frozenset[UUID]()
    for uid, minutes, own, specialties in rows:
        found[uid].append(Need(minutes, mine if own else nobody, _specialties(specialties)))
    return found


@lru_cache(maxsize=1024)
def _specialties(stored: str) -> frozenset[str]:
    """The specialties of a case from the JSON they are stored as; many cases have the same."""
    return frozenset(json.loads(stored))


def _stem(uid: str, person_id: UUID, meeting_id: UUID) -> str:
    """The UIDs of a person's blocks in a meeting, with a gap for the number of the block."""
    local, _at, domain = uid.partition("@")
    reader = hashlib.sha256(person_id.bytes + meeting_id.bytes).hexdigest()[:12]  # names nobody
    return f"{local}-{reader}-needed-{{}}@{domain}"


def _part(whole: Shown, meeting: Agenda, block: Block, uid: str) -> Shown:
    """A block as an entry of its own.

    Its identity is the block's number among those of this person in this meeting, so that a program moves what is
    there and takes away what is too much. Its SEQUENCE rises with the meeting's and with the agenda's
    (RFC 5545 section 3.8.7.4).
    """
    return whole._replace(
        uid=uid,
        sequence=whole.sequence + meeting.sequence,
        starts_at=block.starts_at,
        ends_at=block.ends_at,
        case_count=block.cases,
        changed_at=max(whole.changed_at, meeting.changed_at or whole.changed_at),
    )


def _chosen(row: Subscription, window: Window, statement: Select[*Columns]) -> Select[*Columns]:
    """The meetings of a feed that lie in the window."""
    statement = statement.where(
        Meeting.published_at.is_not(None),
        _may_touch(window),
        Meeting.ends_at > window.starts_at,
        or_(Meeting.state != MeetingState.CANCELLED, Meeting.cancelled_at >= window.cancelled_since),
    )
    if row.kind is FeedKind.BOARD:
        return statement.where(Meeting.board_id == row.target_id)
    of_feed = _of_person(row, window) if row.kind is FeedKind.PERSON else _of_organization(row, window)
    statement = statement.join(of_feed, of_feed.c.id == Meeting.id)
    if row.kind is FeedKind.PERSON and not row.shows_declined:
        declined = select(Invitation.meeting_id).where(
            Invitation.person_id == row.target_id, Invitation.answer == Answer.DECLINED
        )
        return statement.where(Meeting.id.not_in(declined))
    return statement


def _may_touch(window: Window) -> ColumnElement[bool]:
    """The range of starts in which a meeting can touch the window: one range of an index."""
    earliest = window.starts_at - timedelta(minutes=LONGEST_MINUTES)
    return Meeting.starts_at.between(earliest, window.ends_at - timedelta(microseconds=1))


def _of_person(row: Subscription, window: Window) -> Subquery:
    """Where the person has a seat, and where he or she is asked."""
    seated = select(Meeting.id).join(
        BoardMembership,
        (BoardMembership.board_id == Meeting.board_id)
        & (BoardMembership.person_id == row.target_id)
        & (BoardMembership.starts_on <= Meeting.day)
        & (BoardMembership.ends_on.is_(None) | (BoardMembership.ends_on >= Meeting.day)),
    )
    asked = select(Invitation.meeting_id.label("id")).where(Invitation.person_id == row.target_id, Invitation.is_wanted)
    return union(seated.where(_may_touch(window)), asked).subquery()


def _of_organization(row: Subscription, window: Window) -> Subquery:
    """The meetings it hosts, and those that discuss a case of its own."""
    hosted = select(Meeting.id).join(Board, Board.id == Meeting.board_id)
    discussing = (
        select(Meeting.id)
        .join(AgendaItem, AgendaItem.meeting_id == Meeting.id)
        .join(Case, Case.id == AgendaItem.case_id)
        .where(AgendaItem.state != ItemState.REMOVED, Case.organization_id == row.target_id)
    )
    return union(
        hosted.where(Board.organization_id == row.target_id, _may_touch(window)), discussing.where(_may_touch(window))
    ).subquery()
