"""Which rows each class holds, from which moment each counts, when it is over, and what keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.cases.models import Attachment, Case, CaseConsent, EmergencyAccess, Material, PatientIdentity
from eboard.cases.states import DECIDED
from eboard.cme.models import CmeActivity, CmeEntry
from eboard.core import time
from eboard.core.db import db
from eboard.core.time import wall
from eboard.followup.models import FollowUp
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.mail.enums import UNSENT_STATES, MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.models import AgendaItem, Meeting
from eboard.outside.models import OutsideLink
from eboard.people.models import LoginSession, OneTimeLink, Person
from eboard.planning.models import Wish
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.retention.enums import CorrectionState
from eboard.retention.enums import RecordClass as C
from eboard.retention.holds import free_case, free_file, free_organization, free_person, held_ids
from eboard.retention.models import CorrectionRequest
from eboard.signin.models import KnownDevice
from eboard.signon.models import Trip

NEVER_LEFT = (CaseState.DRAFT, CaseState.WITHDRAWN)
OVER = (*DECIDED, CaseState.DECLINED, CaseState.WITHDRAWN, CaseState.CONVERTED, CaseState.ENTERED_IN_ERROR)
# A draft that one of these names is none: somebody but its care team saw it.
LEFT_WITH = (
    AgendaItem.case_id,
    EmergencyAccess.case_id,
    Wish.case_id,
    Wish.after_id,
    Discussion.case_id,
    SignedVersion.case_id,
    FollowUp.case_id,
)
WORKED_ON: tuple[Any, ...] = (Material, Attachment, PatientIdentity, CaseConsent, CorrectionRequest)
THREAD, UUID_LENGTH = "invitation:", 36  # of `invitations.emails.thread_of`, behind which its id stands
UNSETTLED = (*UNSENT_STATES, MailState.SENDING, MailState.HELD)

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """The rows of a class. ``key`` is what the dry run prints of a row: an id, never content."""

    key: InstrumentedAttribute[UUID]
    moment: ColumnElement[Any] | InstrumentedAttribute[Any]
    is_free: Callable[[], Condition]  # no hold lies on it
    only: Callable[[datetime], Condition] | None = None  # beside its age
    is_of_class: Callable[[], Condition] | None = None  # of a table that holds more than this class

    def is_over(self, cutoff: datetime) -> Condition:
        """Old enough to go, whether held or not."""
        conditions = [self.moment < cutoff]
        conditions += [self.only(cutoff)] if self.only else []
        conditions += [self.is_of_class()] if self.is_of_class else []
        return and_(*conditions)

    def is_due(self, cutoff: datetime) -> Condition:
        """Old enough to go, and free to."""
        return and_(self.is_over(cutoff), self.is_free())


def ids_due(sort: Sort, cutoff: datetime, *, after: UUID | None = None, limit: int | None = None) -> Sequence[UUID]:
    """The keys of rows that are due, in their order, those behind ``after`` only."""
    statement = select(sort.key).where(sort.is_due(cutoff)).distinct().order_by(sort.key).limit(limit)
    return db.session.scalars(statement if after is None else statement.where(sort.key > after)).all()


@dataclass(frozen=True, slots=True)
class Holding:
    """What a class holds now: rows, the oldest moment, rows that would go, and rows that a hold keeps from it."""

    rows: int
    oldest: datetime | None
    due: int
    held: int


def holding_of(sort: Sort, cutoff: datetime) -> Holding:
    """Count a class, in one query."""
    free, over = sort.is_free(), sort.is_over(cutoff)
    counts = select(
        func.count(),
        func.min(sort.moment),
        func.count(case((and_(over, free), 1))),
        func.count(case((and_(over, ~free), 1))),
    ).select_from(sort.key.class_)
    row = db.session.execute(counts.where(sort.is_of_class()) if sort.is_of_class else counts).one()
    return Holding(*row)


def _never_submitted() -> Condition:
    """Nothing but its own care team knows of the draft, and no other case goes on from it."""
    later = aliased(Case)
    return and_(
        Case.state.in_(NEVER_LEFT),
        Case.submitted_at.is_(None),
        *(~exists().where(case_id == Case.id) for case_id in LEFT_WITH),
        ~exists(select(later.id).where(later.earlier_case_id == Case.id)),
    )


def _is_untouched(cutoff: datetime) -> Condition:
    return and_(
        *(~exists().where(part.case_id == Case.id, part.changed_at >= cutoff) for part in WORKED_ON),
        ~exists().where(CorrectionRequest.case_id == Case.id, CorrectionRequest.state == CorrectionState.OPEN),
    )


def _is_of_decided_case() -> Condition:
    decided = select(Case.id).where(Case.state.in_(OVER))
    return and_(Attachment.removed_at.is_(None), Attachment.case_id.in_(decided))


def _case_of_link() -> Any:
    return select(SignedVersion.case_id).where(SignedVersion.id == OutsideLink.version_id).scalar_subquery()


def _host_of(board_id: Any) -> Any:
    return select(Board.organization_id).where(Board.id == board_id).scalar_subquery()


def _sender() -> Any:
    return select(Person.id).where(Person.email == IncomingMessage.sender).scalar_subquery()


def _owner_of_hours() -> Any:
    owner = select(PublishedCalendar.person_id).where(PublishedCalendar.id == BusyTime.calendar_id)
    return owner.scalar_subquery()


def _free_mail() -> Condition:
    return and_(free_person(OutboxMessage.person_id), free_organization(_host_of(OutboxMessage.board_id)))


def _is_done_with() -> Condition:
    """Settled, and not about a meeting that is not over: to take it back, it has to be known that it went."""
    ahead = select(_bare(cast(Invitation.id, String))).join(Meeting).where(Meeting.ends_at > time.now())
    asked = func.substr(func.coalesce(OutboxMessage.thread_key, ""), len(THREAD) + 1, UUID_LENGTH)
    of_one = and_(func.coalesce(OutboxMessage.thread_key, "").startswith(THREAD), _bare(asked).in_(ahead))
    return and_(OutboxMessage.state.not_in(UNSETTLED), ~of_one)


def _bare(text: ColumnElement[str]) -> ColumnElement[str]:
    """An id as PostgreSQL writes it, and as SQLite keeps it."""
    return func.replace(text, "-", "")


def _free_activity() -> Condition:
    learners = exists().where(CmeEntry.activity_id == CmeActivity.id, CmeEntry.person_id.in_(held_ids()))
    return and_(free_organization(_host_of(CmeActivity.board_id)), ~learners)


SORTS: Mapping[C, Sort] = {
    C.DRAFTS: Sort(
        key=Case.id,
        moment=Case.changed_at,
        is_of_class=_never_submitted,
        only=_is_untouched,
        is_free=lambda: and_(free_case(Case.id), free_person(Case.nominated_by_id)),
    ),
    C.ATTACHMENTS: Sort(
        key=Attachment.id,
        moment=select(Case.state_since).where(Case.id == Attachment.case_id).scalar_subquery(),
        is_of_class=_is_of_decided_case,
        only=lambda cutoff: Attachment.created_at < cutoff,
        is_free=free_file,
    ),
    C.MAIL_TEXTS: Sort(
        key=OutboxMessage.id,
        moment=OutboxMessage.changed_at,
        is_of_class=lambda: and_(OutboxMessage.body.is_not(None), OutboxMessage.state.not_in(UNSETTLED)),
        is_free=_free_mail,
    ),
    C.MAIL: Sort(
        key=OutboxMessage.id,
        moment=func.coalesce(OutboxMessage.sent_at, OutboxMessage.created_at),
        only=lambda _cutoff: _is_done_with(),
        is_free=_free_mail,
    ),
    C.PARKED_MAIL: Sort(
        key=IncomingMessage.id,
        moment=IncomingMessage.received_at,
        is_free=lambda: and_(free_organization(_host_of(IncomingMessage.board_id)), free_person(_sender())),
    ),
    C.BUSY_TIMES: Sort(
        key=BusyTime.calendar_id, moment=BusyTime.ends_at, is_free=lambda: free_person(_owner_of_hours())
    ),
    C.ABSENCES: Sort(key=Absence.id, moment=Absence.ends_at, is_free=lambda: free_person(Absence.person_id)),
    C.SIGN_INS: Sort(
        key=LoginSession.id,
        moment=case(
            (LoginSession.ended_at < LoginSession.ends_at, LoginSession.ended_at),
            else_=LoginSession.ends_at,
        ),
        only=lambda _cutoff: ~exists().where(Trip.session_id == LoginSession.id),
        is_free=lambda: free_person(LoginSession.person_id),
    ),
    C.DEVICES: Sort(key=KnownDevice.id, moment=KnownDevice.seen_at, is_free=lambda: free_person(KnownDevice.person_id)),
    C.LINKS: Sort(
        key=OneTimeLink.id,
        moment=OneTimeLink.expires_at,
        only=lambda _cutoff: ~exists().where(Trip.link_id == OneTimeLink.id),
        is_free=lambda: free_person(OneTimeLink.person_id),
    ),
    C.OUTSIDE_LINKS: Sort(
        key=OutsideLink.id,
        moment=OutsideLink.expires_at,
        is_free=lambda: and_(free_case(_case_of_link()), free_person(OutsideLink.made_by_id)),
    ),
    C.CREDIT: Sort(
        key=CmeActivity.id,
        moment=CmeActivity.created_at,
        only=lambda cutoff: CmeActivity.year < wall(cutoff, "Etc/GMT+12").year,
        is_free=_free_activity,
    ),
}
