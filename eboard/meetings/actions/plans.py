"""Planning a meeting, changing it, publishing it, calling it off."""

from uuid import UUID

from sqlalchemy import select

from eboard.audit import Actor, record
from eboard.boards.models import Board
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.core.ids import new_id
from eboard.core.tokens import short_tag
from eboard.core.web.settings import settings
from eboard.meetings.actions.moves import move, note_shown_change, raise_sequence, touch
from eboard.meetings.actions.notices import tell_of_agenda, tell_of_new_time
from eboard.meetings.actions.removals import empty_agenda
from eboard.meetings.actions.rooms import own_provider
from eboard.meetings.enums import CHANGEABLE_STATES, OPEN_STATES, MeetingEvent, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan, check_plan, fix_time

TIME_FIELDS = ("day", "clock", "zone", "minutes")


def plan_meeting(*, actor: Actor, board: Board, plan: Plan) -> Meeting:
    """Plan one meeting; nobody is told before it is published. Raises DomainError beside the field."""
    check_plan(plan)
    meeting = new_meeting(board, plan)
    _refuse_twin(meeting)
    record(
        actor=actor,
        event=MeetingEvent.PLANNED,
        subject=meeting,
        organization_id=board.organization_id,
        day=plan.day,
        clock=plan.clock,
        zone=plan.zone,
    )
    return meeting


def _refuse_twin(meeting: Meeting) -> None:
    """One board meets once at a time; a form that is sent twice makes one meeting."""
    twin = select(Meeting.id).where(
        Meeting.board_id == meeting.board_id,
        Meeting.starts_at == meeting.starts_at,
        Meeting.state.in_(OPEN_STATES),
        Meeting.id != meeting.id,
    )
    if db.session.scalar(twin.limit(1)) is not None:
        raise DomainError(_("This board already has a meeting at that time."), field="start")


def new_meeting(board: Board, plan: Plan) -> Meeting:
    """A planned meeting with its own UID, room and join address, each made once and for ever."""
    if board.has_closed:
        raise DomainError(_("This board is closed. It has no new meetings."))
    row_id = new_id()
    meeting = Meeting(
        id=row_id,
        board=board,
        board_id=board.id,
        state=MeetingState.PLANNED,
        uid=f"{row_id}@{settings().calendar_domain}",
        conference_room=short_tag(),
        join_code=short_tag(),
        conference_provider_id=_provider(board, plan.conference_provider_id),
        room=plan.room,
        note=plan.note,
    )
    fix_time(meeting, plan)
    db.session.add(meeting)
    return meeting


def change_meeting(*, actor: Actor, meeting: Meeting, plan: Plan, version: int) -> None:
    """Change when and where; calendars follow by themselves. Raises DomainError or StaleError."""
    expect_version(meeting, version)
    if meeting.state not in CHANGEABLE_STATES:
        raise DomainError(_("A meeting that is “%(now)s” keeps its time.", now=meeting.state.label))
    is_moved = any(getattr(meeting, name) != getattr(plan, name) for name in TIME_FIELDS)
    if is_moved:
        check_plan(plan)
        fix_time(meeting, plan)
        meeting.conference_room = short_tag()  # a room made for another time is of no use
    place = _place(meeting)
    meeting.room, meeting.note = plan.room, plan.note
    _change_provider(meeting, plan.conference_provider_id)
    is_elsewhere = _place(meeting) != place
    if meeting.published_at is not None and (is_moved or is_elsewhere):
        raise_sequence(meeting)
    touch(meeting)
    record(
        actor=actor,
        event=MeetingEvent.CHANGED,
        subject=meeting,
        organization_id=meeting.board.organization_id,
        is_moved=is_moved,
        is_elsewhere=is_elsewhere,
        sequence=meeting.sequence,
    )
    if is_moved:
        tell_of_new_time(meeting=meeting)


def publish_meeting(*, actor: Actor, meeting: Meeting) -> None:
    """Publish: invitations go to everybody who is needed, the care teams hear of their cases' date."""
    check_plan(
        Plan(day=meeting.day, clock=meeting.clock, zone=meeting.zone, minutes=meeting.minutes),
    )
    move(actor=actor, meeting=meeting, to=MeetingState.PUBLISHED)
    meeting.cancel_reason = ""
    tell_of_agenda(meeting=meeting)


def cancel_meeting(*, actor: Actor, meeting: Meeting, reason: str) -> None:
    """Call a meeting off; its cases go back to the queue, everybody who was invited is told."""
    if not reason.strip():
        raise DomainError(_("Say why the meeting is cancelled."), field="reason")
    empty_agenda(actor=actor, meeting=meeting)
    move(actor=actor, meeting=meeting, to=MeetingState.CANCELLED)
    meeting.cancel_reason = reason.strip()


def _place(meeting: Meeting) -> tuple[str, bool]:
    """What a calendar gives as the place: the room, and whether there is a video room beside it."""
    has_video = bool(meeting.conference_provider_id or meeting.board.conference_provider_id)
    return meeting.room, has_video


def _change_provider(meeting: Meeting, provider_id: UUID | None) -> None:
    """Another provider needs no new invitation: the join address stays and leads to the room of the day."""
    if meeting.conference_provider_id != provider_id:
        meeting.conference_provider_id = _provider(meeting.board, provider_id)
        meeting.conference_room = short_tag()
        note_shown_change(meeting)


def _provider(board: Board, provider_id: UUID | None) -> UUID | None:
    if provider_id is None:
        return None
    return own_provider(board, provider_id).id
