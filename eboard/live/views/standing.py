"""What a page asks each second: who looks, what he or she may, and whether there is anything new; two glances."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    Uuid,
    and_,
    bindparam,
    cast,
    exists,
    func,
    or_,
    select,
)

from eboard import access
from eboard.access import Permission
from eboard.access.glances import NOBODY, Signed, granted, somebody, who_asks
from eboard.audit import Actor
from eboard.cases.models import Case, Recusal
from eboard.core.db import Glance
from eboard.core.errors import AbsentError, NotSignedInError
from eboard.core.i18n import gettext as _
from eboard.live.models import LivePresence, LiveRoom
from eboard.live.queries import room_of
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.people.queries.delegations import has_lapsed


class Found(NamedTuple):
    """A room as one person finds it."""

    state: MeetingState
    version: int
    people_version: int
    sees_agenda: bool
    runs: bool
    seen_at: datetime | None
    shown: list[str] | None
    cases: str | None  # ids of those on the agenda that may be read, with commas between
    recorded: str | None  # the same of those whose outcome may be written
    mark: str | None  # the stretch in which this person is there, and for whom


class Standing(NamedTuple):
    """Who looks, and at what."""

    signed: Signed
    found: Found

    @property
    def actor(self) -> Actor:
        """Who acts, for the audit."""
        return Actor(
            person_id=self.signed.person_id, on_behalf_of_id=self.signed.on_behalf_of_id, session_id=self.signed.id
        )

    @property
    def readable(self) -> frozenset[UUID]:
        """The cases of the agenda that may be read."""
        return _ids(self.found.cases)

    @property
    def writable(self) -> frozenset[UUID]:
        """The cases of the agenda whose outcome may be written here."""
        return _ids(self.found.recorded) & self.readable if self.found.runs else frozenset()

    @property
    def unrecorded(self) -> frozenset[UUID]:
        """Those of them whose reading on this page is not recorded yet."""
        return self.readable - {UUID(one) for one in self.found.shown or ()}

    @property
    def audience(self) -> "Audience":
        """What decides which of the pages this person gets."""
        return Audience(self.readable, self.writable, self.found.runs, self.signed.locale)

    @property
    def own(self) -> str:
        """What is another text as soon as this person is counted otherwise."""
        return _short(f"{self.found.state}{self.found.mark}")


class Audience(NamedTuple):
    """People who are shown the same."""

    readable: frozenset[UUID]
    writable: frozenset[UUID]
    runs: bool
    locale: str

    @property
    def tag(self) -> str:
        """A short name of it."""
        return _short(f"{sorted(map(str, self.readable))}{sorted(map(str, self.writable))}{self.runs}{self.locale}")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _ids(text: str | None) -> frozenset[UUID]:
    return frozenset(UUID(one) for one in (text or "").split(",") if one)


def _cases(listed: Select[UUID], *conditions: ColumnElement[bool]) -> ScalarSelect[str]:
    ids = select(func.aggregate_strings(cast(Case.id, String), ","))
    return ids.where(Case.id.in_(listed), *conditions).scalar_subquery()


def _person() -> BindParameter[UUID]:
    return bindparam("person_id", NOBODY, type_=Uuid())


def _takes_part() -> ColumnElement[bool]:
    """Nobody writes the outcome of a case from which he or she, or whoever is acted for, is recused."""
    away = select(Recusal.case_id).where(
        Recusal.case_id == Case.id, or_(Recusal.person_id == _person(), Recusal.person_id == somebody())
    )
    return ~exists(away.correlate(Case))


def _mark() -> ScalarSelect[str]:
    text = cast(Attendance.id, String) + func.coalesce(cast(Attendance.proxy_for_id, String), "")
    own = select(func.min(text)).where(
        Attendance.meeting_id == Meeting.id, Attendance.person_id == _person(), Attendance.to_at.is_(None)
    )
    return own.correlate(Meeting).scalar_subquery()


def _room() -> Glance:
    meeting_id = bindparam("meeting_id", NOBODY, type_=Uuid())
    listed = select(AgendaItem.case_id).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.state != ItemState.REMOVED
    )
    mine = and_(
        LivePresence.meeting_id == Meeting.id,
        LivePresence.person_id == _person(),
    )
    columns: tuple[Any, ...] = (
        Meeting.state,
        LiveRoom.version,
        LiveRoom.people_version,
        granted(Permission.MEETING_AGENDA).label("sees_agenda"),
        granted(Permission.MEETING_RUN).label("runs"),
        LivePresence.seen_at,
        LivePresence.shown,
        _cases(listed, granted(Permission.CASE_READ)).label("cases"),
        _cases(listed, granted(Permission.CASE_RECORD), _takes_part()).label("recorded"),
        _mark().label("mark"),
    )
    return Glance(
        select(*columns)
        .join(LiveRoom, LiveRoom.meeting_id == Meeting.id)
        .outerjoin(LivePresence, mine)
        .where(Meeting.id == meeting_id)
    )


_ROOM = _room()


def standing_on_page(meeting_id: UUID) -> Standing:
    """The same for a page that is drawn whole; call it before anything of the meeting is read.

    Its versions are those of the database session: what is drawn afterwards is never older than what it is kept under.
    """
    room = room_of(meeting_id)
    standing = standing_in(meeting_id)
    found = standing.found._replace(version=room.version, people_version=room.people_version)
    return standing._replace(found=found)


def standing_in(meeting_id: UUID) -> Standing:
    """How the person at the screen stands to a meeting now.

    Raises NotSignedInError if the sign-in is over or locked, AbsentError or ForbiddenError if the agenda is not for
    this person.
    """
    signed = who_asks()
    if signed is None or not signed.holds or signed.is_idle:
        raise NotSignedInError(_("Please sign in."))
    row = _ROOM(meeting_id=meeting_id, me=signed.acts_as, person_id=signed.person_id)
    if row is None:
        raise AbsentError(_("There is nothing at this address, or it is not yours to see."))
    standing = Standing(signed, Found._make(row))
    if signed.on_behalf_of_id is not None and has_lapsed(signed):
        raise NotSignedInError(_("Please sign in."))
    if not standing.found.sees_agenda:
        access.load(standing.actor, Meeting, meeting_id, Permission.MEETING_AGENDA)
    return standing
