"""The entries of a feed: which meetings it shows, or which minutes of them."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, Subquery, func, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core.db import db
from eboard.feeds.enums import Extent, FeedKind
from eboard.feeds.models import Subscription
from eboard.feeds.window import Window
from eboard.invitations.content import Shown, shown_of
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.agenda import shown as listed
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.meetings.needed import Block, needed
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


def _meetings(row: Subscription, window: Window) -> Iterator[Shown]:
    count = (
        select(func.count(AgendaItem.id))
        .where(AgendaItem.meeting_id == Meeting.id, AgendaItem.state != ItemState.REMOVED)
        .correlate(Meeting)
        .scalar_subquery()
    )
    columns = (
        Meeting.id, Meeting.uid, Meeting.sequence, Meeting.state, Meeting.starts_at, Meeting.ends_at, Meeting.zone,
        Board.name, Meeting.room, Meeting.join_code,
        func.coalesce(Meeting.conference_provider_id, Board.conference_provider_id), Meeting.shown_link,
        Meeting.created_at, func.coalesce(Meeting.announced_at, Meeting.published_at, Meeting.created_at), count,
    )  # fmt: skip
    rows = db.session.execute(_chosen(row, window, select(*columns).join(Board, Board.id == Meeting.board_id)))
    return (Shown(*one) for one in rows)


def _minutes(row: Subscription, window: Window) -> Iterator[Entry]:
    """The minutes a person is needed, in place of the whole meeting."""
    person_id = row.person_id
    part = parts_of([person_id])
    meetings = _chosen(row, window, select(Meeting)).options(
        joinedload(Meeting.board), selectinload(Meeting.items).joinedload(AgendaItem.case)
    )
    for meeting in db.session.scalars(meetings):
        mine = needed(meeting, part(meeting, person_id))
        whole = shown_of(meeting, len(listed(meeting)))
        if mine.is_whole:
            yield Entry(whole)
        for number, block in enumerate(mine.blocks, start=1):
            yield Entry(_part(whole, meeting, row, block, number), row.person.zone)


def _part(whole: Shown, meeting: Meeting, row: Subscription, block: Block, number: int) -> Shown:
    """A block as an entry of its own.

    Its identity is the block's number among those of this person in this meeting, so that a program moves what is
    there and takes away what is too much. Its SEQUENCE rises with the meeting's and with the agenda's
    (RFC 5545 section 3.8.7.4).
    """
    local, _at, domain = whole.uid.partition("@")
    reader = hashlib.sha256(row.person_id.bytes + meeting.id.bytes).hexdigest()[:12]  # names nobody
    changed_at = max(whole.changed_at, meeting.agenda_changed_at or whole.changed_at)
    return whole._replace(
        uid=f"{local}-{reader}-needed-{number}@{domain}",
        sequence=meeting.sequence + meeting.agenda_sequence,
        starts_at=block.starts_at,
        ends_at=block.ends_at,
        case_count=block.cases,
        changed_at=changed_at,
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
