"""The version of a room rises in the transaction that changes what its page shows."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session

import eboard.feeds.actions.versions  # noqa: F401 - its hook, and all before it, have to run first
from eboard.attendance.models import HeadCount, WalkIn
from eboard.cases.models import Attachment, Case, CaseNamedPerson, Material, Recusal
from eboard.core.db import before_commit, db
from eboard.core.db.watch import Watch, Watcher
from eboard.live.models import Clash, LiveRoom
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.preparation.models import MeetingNote
from eboard.recommendations.models import Discussion, SignedVersion

MEETING_COLUMNS = ("state", "board_id", "day", "zone", "minutes", "starts_at", "ends_at", "live_at", "concluded_at")

watcher = Watcher(
    "rows that live rooms show",
    {
        Meeting: (Watch("held", "id", MEETING_COLUMNS),),
        LiveRoom: (Watch("meetings", "meeting_id", ("pen_id", "asked_by_id")),),
        AgendaItem: (Watch("meetings", "meeting_id"),),
        Attendance: (Watch("people", "meeting_id", ("presence", "room", "from_at", "to_at", "proxy_for_id")),),
        WalkIn: (Watch("people", "meeting_id"),),
        HeadCount: (Watch("people", "meeting_id"),),
        Discussion: (Watch("items", "item_id"),),
        Clash: (Watch("items", "item_id"),),
        MeetingNote: (Watch("items", "item_id"),),
        Case: (Watch("cases", "id"),),
        CaseNamedPerson: (Watch("cases", "case_id"),),
        Material: (Watch("cases", "case_id"),),
        Attachment: (Watch("cases", "case_id"),),
        Recusal: (Watch("cases", "case_id"),),
        SignedVersion: (Watch("cases", "case_id"),),
    },
)


@before_commit
def _follow(session: Session) -> None:
    touched = watcher.take(session)
    people = touched.pop("people", set())
    if touched:
        known = list(db.session.scalars(_rooms(touched)))
        if known:
            db.session.execute(
                update(LiveRoom)
                .where(LiveRoom.meeting_id.in_(known))
                .values(version=LiveRoom.version + 1)
                .execution_options(synchronize_session=False)
            )
        fresh = touched.get("held", set()) - set(known)
        if fresh:
            _open(session, fresh)
    for meeting_id in sorted(people):
        raise_people_version(meeting_id)


def _rooms(touched: dict[str, set[UUID]]) -> Select[UUID]:
    """The rooms that show one of these rows, locked in one order, so that nobody deadlocks."""
    conditions: list[ColumnElement[bool]] = []
    meetings = touched.get("held", set()) | touched.get("meetings", set())
    if meetings:
        conditions.append(LiveRoom.meeting_id.in_(meetings))
    items, cases = touched.get("items", set()), touched.get("cases", set())
    if items or cases:
        listed = select(AgendaItem.meeting_id).where(or_(AgendaItem.id.in_(items), AgendaItem.case_id.in_(cases)))
        conditions.append(LiveRoom.meeting_id.in_(listed))
    return select(LiveRoom.meeting_id).where(or_(*conditions)).order_by(LiveRoom.meeting_id).with_for_update()


def _open(session: Session, meeting_ids: Iterable[UUID]) -> None:
    """Every meeting gets its room in the transaction that makes it."""
    present = select(Meeting.id).where(Meeting.id.in_(meeting_ids))
    session.add_all(LiveRoom(meeting_id=meeting_id) for meeting_id in sorted(db.session.scalars(present)))
    session.flush()
    watcher.take(session)  # nobody looks yet at a room that was just made


def raise_people_version(meeting_id: UUID) -> None:
    """Tell the pages that somebody came, went, is counted otherwise or writes elsewhere."""
    db.session.execute(
        update(LiveRoom)
        .where(LiveRoom.meeting_id == meeting_id)
        .values(people_version=LiveRoom.people_version + 1)
        .execution_options(synchronize_session=False)
    )
