"""Meetings follow their cases and their board: who left is taken off, and calendars see that something is new."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from eboard.audit import Actor
from eboard.boards.models import Board, BoardMembership
from eboard.cases.actions.consents import when_consent_ends
from eboard.cases.actions.lifecycle import when_case_leaves
from eboard.cases.models import Case
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.core.i18n import gettext as _
from eboard.meetings.actions.moves import raise_sequence
from eboard.meetings.actions.removals import REMOVABLE, take_off
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_STATES
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.meetings.queries.rooms import shown_link
from eboard.people.models import PersonSpecialty

# Columns that decide who is needed when.
TIMING_OF_ITEM = ("state", "meeting_id", "position", "minutes", "presenter_id")
TIMING_OF_CASE = ("specialties", "referrer_id")
TIMING_WATCHES: dict[type, tuple[Watch, ...]] = {
    AgendaItem: (Watch("meetings", "meeting_id", TIMING_OF_ITEM),),
    Guest: (Watch("meetings", "meeting_id"),),
    Case: (Watch("cases", "id", TIMING_OF_CASE),),
    BoardMembership: (Watch("boards", "board_id"),),
    PersonSpecialty: (Watch("people", "person_id"),),
}

agenda_watcher = Watcher("rows that decide who is needed when", TIMING_WATCHES)
watcher = Watcher(
    "boards as calendars show them", {Board: (Watch("boards", "id", ("name", "conference_provider_id")),)}
)
link_watcher = Watcher(
    "what decides about a provider's link in calendars",
    {
        Meeting: (Watch("meetings", "id", ("state", "conference_provider_id", "conference_room")),),
        ConferenceRoom: (Watch("meetings", "meeting_id", ("state",)),),
        Board: (Watch("boards", "id", ("shows_provider_link", "conference_provider_id")),),
        ConferenceProvider: (Watch("providers", "id", ("url",)),),
    },
)


@when_case_leaves
def _take_off(actor: Actor, case: Case) -> None:
    """Take a case that left off every agenda that is still to come."""
    coming = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(
            AgendaItem.case_id == case.id,
            AgendaItem.state.in_(REMOVABLE),
            Meeting.state.in_(CHANGEABLE_STATES),
        )
    )
    for item in db.session.scalars(coming).all():
        take_off(actor=actor, item=item)


@when_consent_ends
def _take_off_everywhere(actor: Actor, case: Case) -> None:
    """Take a case whose consent ends off every agenda not concluded, also while the room speaks of it.

    What was recorded of it in a meeting that still runs stays as it was recorded, and hidden; its clock stops.
    """
    listed = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.case_id == case.id, AgendaItem.state.in_(REMOVABLE), Meeting.state.in_(OPEN_STATES))
    )
    for item in db.session.scalars(listed).all():
        item.started_at = item.ended_at = None
        take_off(actor=actor, item=item, reason=_("The patient withdrew consent."))
    running = select(AgendaItem).where(
        AgendaItem.case_id == case.id, AgendaItem.started_at.is_not(None), AgendaItem.ended_at.is_(None)
    )
    for item in db.session.scalars(running).all():
        item.ended_at = time.now()


@before_commit
def _date_anew(session: Session) -> None:
    """Note for announced meetings that their board's name or video service changed what calendars show.

    One statement: nobody who has one of the meetings open has to hear that somebody else saved it.
    """
    boards = watcher.take(session).get("boards")
    if boards:
        session.execute(
            update(Meeting)
            .where(Meeting.board_id.in_(boards), Meeting.published_at.is_not(None), Meeting.ends_at > time.now())
            .values(announced_at=time.now())
        )


@before_commit
def _show_links(session: Session) -> None:
    """Let calendars show the provider's link of today where the board wants it: a change of it is one of place.

    A meeting that was cancelled or concluded keeps what was shown: nobody hears that its room is gone.
    """
    touched = link_watcher.take(session)
    if not touched:
        return
    for meeting in session.scalars(_linked(touched)).all():
        link = shown_link(meeting)
        if link != meeting.shown_link:
            meeting.shown_link = link
            if meeting.published_at is not None:
                raise_sequence(meeting)
    session.flush()


def _linked(touched: dict[str, set[UUID]]) -> Select[Meeting]:
    used = func.coalesce(Meeting.conference_provider_id, Board.conference_provider_id)
    return (
        select(Meeting)
        .join(Board, Board.id == Meeting.board_id)
        .where(
            Meeting.state.in_(OPEN_STATES),
            Meeting.ends_at > time.now(),
            or_(Board.shows_provider_link, Meeting.shown_link != ""),
            or_(
                Meeting.id.in_(touched.get("meetings", ())),
                Meeting.board_id.in_(touched.get("boards", ())),
                used.in_(touched.get("providers", ())),
            ),
        )
        .options(contains_eager(Meeting.board))
    )


@before_commit
def _count_agenda(session: Session) -> None:
    """Let the agenda's sequence of announced meetings rise when somebody is needed at other minutes than before.

    One statement, for the same reason.
    """
    touched = agenda_watcher.take(session)
    if touched:
        session.execute(
            update(Meeting)
            .where(meetings_timed_by(touched), Meeting.published_at.is_not(None), Meeting.ends_at > time.now())
            .values(agenda_sequence=Meeting.agenda_sequence + 1, agenda_changed_at=time.now())
            .execution_options(synchronize_session=False)
        )


def meetings_timed_by(touched: dict[str, set[UUID]]) -> ColumnElement[bool]:
    """The meetings in which somebody may be needed at other minutes because of these rows."""
    listed = select(AgendaItem.meeting_id).where(AgendaItem.case_id.in_(touched.get("cases", ())))
    people = touched.get("people", set())
    seats = select(BoardMembership.board_id).where(BoardMembership.person_id.in_(people))
    conditions: dict[str, ColumnElement[bool]] = {
        "meetings": Meeting.id.in_(touched.get("meetings", ())),
        "cases": Meeting.id.in_(listed),
        "boards": Meeting.board_id.in_(touched.get("boards", ())),
        "people": or_(
            Meeting.board_id.in_(seats),
            Meeting.id.in_(select(Guest.meeting_id).where(Guest.person_id.in_(people))),
        ),
    }
    return or_(*(condition for kind, condition in conditions.items() if kind in touched))
