"""Corrections with a reason: what a stretch said before stays in its history."""

from typing import Any
from uuid import UUID

from eboard.attendance.actions.checking import check_seat
from eboard.attendance.enums import AttendanceEvent
from eboard.attendance.models import Correction
from eboard.attendance.said import Said
from eboard.audit import Actor, record
from eboard.core import time
from eboard.core.db import db
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _
from eboard.meetings.enums import ANNOUNCED_STATES, Ending, Learned, MeetingState
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person


def add_stretch(*, actor: Actor, meeting: Meeting, person: Person, said: Said, reason: str) -> Attendance:
    """Add somebody who was there and was never noted; raises DomainError for times that cannot be."""
    _check(meeting, person.id, said, reason)
    mark = Attendance(
        meeting_id=meeting.id,
        person_id=person.id,
        person=person,
        presence=said.presence,
        from_at=said.from_at,
        to_at=said.to_at,
        ended=_ending(said),
        learned=Learned.CORRECTED,
        noted_by_id=actor.person_id,
        proxy_for_id=said.proxy_for_id,
    )
    db.session.add(mark)
    meeting.attendances.append(mark)
    _keep(actor, AttendanceEvent.ADDED, mark, reason, before={})
    return mark


def correct_stretch(*, actor: Actor, mark: Attendance, meeting: Meeting, said: Said, reason: str, seen: str) -> None:
    """Let a stretch say something else; ``seen`` is the digest of what the actor saw.

    Raises DomainError for times that cannot be, StaleError when somebody else corrected it meanwhile.
    """
    _check_seen(mark, seen)
    _check(meeting, mark.person_id, said, reason)
    before = content_of(mark)
    mark.from_at, mark.to_at, mark.presence = said.from_at, said.to_at, said.presence
    mark.proxy_for_id, mark.ended = said.proxy_for_id, _ending(said)
    if content_of(mark) == before:
        raise DomainError(_("Nothing is different."), field="from_clock")
    _keep(actor, AttendanceEvent.CORRECTED, mark, reason, before=before)


def remove_stretch(*, actor: Actor, mark: Attendance, meeting: Meeting, reason: str, seen: str) -> None:
    """Take away a stretch of somebody who was not there; raises as `correct_stretch`."""
    _check_seen(mark, seen)
    if not reason:
        raise DomainError(_("Say why, for whoever checks this later."), field="reason")
    _keep(actor, AttendanceEvent.REMOVED, mark, reason, before=content_of(mark), after={})
    meeting.attendances.remove(mark)
    db.session.delete(mark)


def content_of(mark: Attendance) -> dict[str, Any]:
    """What a stretch says, as the history keeps it."""
    return {
        "from_at": mark.from_at.isoformat(),
        "to_at": mark.to_at.isoformat() if mark.to_at else None,
        "presence": str(mark.presence),
        "proxy_for_id": str(mark.proxy_for_id) if mark.proxy_for_id else None,
    }


def digest_of(mark: Attendance) -> str:
    """A text that changes with what a stretch says, for forms."""
    return "|".join(str(value) for value in content_of(mark).values())


def _check_seen(mark: Attendance, seen: str) -> None:
    if digest_of(mark) != seen:
        raise StaleError(_("Somebody else changed this meanwhile. Compare, and save again."))


def _check(meeting: Meeting, person_id: UUID, said: Said, reason: str) -> None:
    if meeting.state not in ANNOUNCED_STATES:
        raise DomainError(_("Attendance is taken for a published or live meeting."))
    if not reason:
        raise DomainError(_("Say why, for whoever checks this later."), field="reason")
    if said.from_at > time.now():
        raise DomainError(_("This has not happened yet."), field="from_clock")
    if said.to_at is None and meeting.state is MeetingState.CONCLUDED:
        raise DomainError(_("The meeting is over: enter when he or she left."), field="to_clock")
    if said.to_at is not None and said.to_at > time.now():
        raise DomainError(_("This has not happened yet."), field="to_clock")
    if said.to_at is not None and said.to_at <= said.from_at:
        raise DomainError(_("The end lies before the start."), field="to_clock")
    check_seat(meeting, person_id, said.proxy_for_id)


def _ending(said: Said) -> Ending | None:
    return None if said.to_at is None else Ending.CORRECTED


def _keep(
    actor: Actor,
    event: AttendanceEvent,
    mark: Attendance,
    reason: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any] | None = None,
) -> None:
    meeting = db.session.get_one(Meeting, mark.meeting_id)
    row = Correction(
        meeting_id=mark.meeting_id,
        person_id=mark.person_id,
        stretch_id=mark.id,
        before=before,
        after=content_of(mark) if after is None else after,
        reason=reason,
        by_id=actor.person_id,
        at=time.now(),
    )
    db.session.add(row)
    record(
        actor=actor,
        event=event,
        subject=row,
        organization_id=meeting.board.organization_id,
        meeting_id=meeting.id,
        person_id=mark.person_id,
    )
