"""The version of a feed rises in the transaction that changes what it shows."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

from eboard.boards.models import Board, BoardMembership
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.feeds.models import FeedVersion, Subscription
from eboard.invitations.actions import reconcile  # noqa: F401 - its hook has to run first
from eboard.invitations.content import SHOWN_OF_ITEM, SHOWN_OF_MEETING
from eboard.invitations.models import Invitation
from eboard.meetings.actions.following import TIMING_WATCHES, meetings_timed_by
from eboard.meetings.models import AgendaItem, Guest, Meeting
from eboard.people.models import Affiliation, Organization, Person

Ids = Select[UUID]

LEAP = 1_000_000  # a version rises with every change to anything that the feed shows

watcher = Watcher(
    "rows that feeds show",
    {
        Meeting: (Watch("meetings", "id", SHOWN_OF_MEETING),),
        AgendaItem: (Watch("meetings", "meeting_id", SHOWN_OF_ITEM),),
        Invitation: (Watch("people", "person_id", ("is_wanted", "answer")),),
        BoardMembership: (Watch("people", "person_id"), Watch("members", "board_id")),
        Board: (Watch("boards", "id", ("name", "conference_provider_id")),),
        Person: (Watch("people", "id", ("state", "zone", "locale")),),
        Affiliation: (Watch("people", "person_id"), Watch("organizations", "organization_id")),
        Organization: (Watch("policies", "id", ("feed_policy",)),),
    },
)
timing_watcher = Watcher("rows that feeds of single minutes show", TIMING_WATCHES)


@before_commit
def _follow(session: Session) -> None:
    touched = watcher.take(session)
    if touched:
        raise_versions(*_conditions(touched))


@before_commit
def _follow_agendas(session: Session) -> None:
    touched = timing_watcher.take(session)
    if touched:
        meetings = select(Meeting.id).where(Meeting.published_at.is_not(None), meetings_timed_by(touched))
        _raise_agenda_versions(_people_of(meetings))


def _conditions(touched: dict[str, set[UUID]]) -> list[ColumnElement[bool]]:
    meetings, boards = touched.get("meetings", set()), touched.get("boards", set())
    direct = (touched.get(kind, set()) for kind in ("people", "boards", "members", "organizations"))
    conditions: list[ColumnElement[bool]] = [FeedVersion.target_id.in_(set().union(*direct))]
    if meetings or boards:
        conditions += _concerned(
            select(Meeting.id).where(
                Meeting.published_at.is_not(None), or_(Meeting.id.in_(meetings), Meeting.board_id.in_(boards))
            )
        )
    if "people" in touched:  # what they may see of boards and organizations, too
        conditions.append(_subscribed_by(Subscription.person_id.in_(touched["people"])))
    if "policies" in touched:
        theirs = select(Affiliation.person_id).where(Affiliation.organization_id.in_(touched["policies"]))
        conditions.append(_subscribed_by(Subscription.person_id.in_(theirs)))
    return conditions


def _concerned(shown: Ids) -> list[ColumnElement[bool]]:
    """The feeds that show one of these meetings: of its board, its host, its cases' organizations, its people."""
    target = FeedVersion.target_id
    board_ids = select(Meeting.board_id).where(Meeting.id.in_(shown))
    return [
        target.in_(board_ids),
        target.in_(select(Board.organization_id).where(Board.id.in_(board_ids))),
        target.in_(
            select(Case.organization_id)
            .join(AgendaItem, AgendaItem.case_id == Case.id)
            .where(AgendaItem.meeting_id.in_(shown))
        ),
        _people_of(shown),
    ]


def _people_of(meetings: Ids) -> ColumnElement[bool]:
    """The feeds of those who see one of these meetings in their own."""
    target = FeedVersion.target_id
    board_ids = select(Meeting.board_id).where(Meeting.id.in_(meetings))
    return or_(
        target.in_(select(BoardMembership.person_id).where(BoardMembership.board_id.in_(board_ids))),
        target.in_(select(Invitation.person_id).where(Invitation.meeting_id.in_(meetings))),
        target.in_(select(Guest.person_id).where(Guest.meeting_id.in_(meetings))),
    )


def _subscribed_by(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return FeedVersion.target_id.in_(select(Subscription.target_id).where(condition))


def raise_versions(*conditions: ColumnElement[bool]) -> None:
    """Raise the version of every feed under one of the conditions; what nobody subscribed to has none."""
    db.session.execute(
        update(FeedVersion)
        .where(or_(*conditions))
        .values(version=FeedVersion.version + 1, changed_at=time.now())
        .execution_options(synchronize_session=False)
    )


def leap_versions() -> None:
    """Raise every version past those that may have been served and are lost, so that no program keeps an old body."""
    db.session.execute(
        update(FeedVersion)
        .values(version=FeedVersion.version + LEAP, changed_at=time.now())
        .execution_options(synchronize_session=False)
    )


def _raise_agenda_versions(condition: ColumnElement[bool]) -> None:
    db.session.execute(
        update(FeedVersion)
        .where(condition)
        .values(agenda_version=FeedVersion.agenda_version + 1, agenda_changed_at=time.now())
        .execution_options(synchronize_session=False)
    )
