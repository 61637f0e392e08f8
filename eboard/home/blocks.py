"""The blocks of the start page, each a value that the template draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar, cast

from eboard.audit import Actor
from eboard.boards.rules import rules_on
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.cases.states import WITH_BOARD
from eboard.core import time
from eboard.core.web import Page
from eboard.followup.queries import number_of
from eboard.followup.views.waiting import Tab, waiting_for
from eboard.home import queries
from eboard.mail.enums import TROUBLED_STATES, MailState
from eboard.meetings import agenda
from eboard.meetings.breaks import time_for_cases
from eboard.meetings.models import Meeting
from eboard.meetings.needed import Part, need_of
from eboard.meetings.queries.parts import parts_of
from eboard.meetings.quorum import Quorum, quorum
from eboard.people.enums import Specialty
from eboard.recommendations.models import Discussion, SignedVersion

if TYPE_CHECKING:
    from uuid import UUID

Key = TypeVar("Key")
MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class CareTeam:
    """My organization's cases by what they wait for."""

    to_complete: Sequence[Case]
    drafts: int
    returned: int
    with_board: int
    has_cases: bool
    follow_ups: int  # that are due
    overdue: int  # of these


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting of one board with its numbers."""

    meeting: Meeting
    ready: int
    listed: int
    minutes: int
    waiting: int  # accepted, not yet on an agenda
    quorum: Quorum

    @property
    def tone(self) -> str:
        """Late once the time is overbooked."""
        return "late" if self.minutes > time_for_cases(self.meeting.minutes) else "accent"


@dataclass(frozen=True, slots=True)
class Coordinator:
    """What a coordinator has to do."""

    meetings: Sequence[NextMeeting]
    to_triage: Sequence[Case]
    submitted: int


@dataclass(frozen=True, slots=True)
class Needed:
    """A meeting, and how long this person is needed in it."""

    meeting: Meeting
    cases: int
    minutes: int
    is_open: bool  # the room may be entered now


@dataclass(frozen=True, slots=True)
class Physician:
    """My meetings: the next one, and those after it."""

    coming: Sequence[Needed]


@dataclass(frozen=True, slots=True)
class Administrator:
    """Whether everything runs."""

    is_ticking: bool
    queued: int
    dead: int
    to_approve: int


def care_team(actor: Actor) -> CareTeam:
    """The block of the care team."""
    counts = queries.cases_by_state(actor)
    return CareTeam(
        to_complete=queries.cases_to_complete(actor),
        drafts=counts.get(CaseState.DRAFT, 0),
        returned=counts.get(CaseState.RETURNED, 0),
        with_board=_sum(counts, WITH_BOARD),
        has_cases=any(counts.values()),
        follow_ups=number_of(waiting_for(actor, Tab.DUE)),
        overdue=number_of(waiting_for(actor, Tab.OVERDUE)),
    )


def coordinator(actor: Actor) -> Coordinator:
    """The block of a board's staff."""
    sizes = queries.queue_sizes(actor)
    meetings = queries.next_meetings(actor)
    panels = queries.panel_specialties([meeting.board_id for meeting in meetings])
    return Coordinator(
        meetings=[
            _with_numbers(meeting, sizes.get(meeting.board_id, {}), panels.get(meeting.board_id, ()))
            for meeting in meetings
        ],
        to_triage=queries.cases_waiting(actor),
        submitted=sum(size.get(CaseState.SUBMITTED, 0) for size in sizes.values()),
    )


def _with_numbers(
    meeting: Meeting, queue: Mapping[CaseState, int], panel: Iterable[frozenset[Specialty]]
) -> NextMeeting:
    items = agenda.shown(meeting)
    return NextMeeting(
        meeting=meeting,
        ready=sum(item.case.is_ready for item in items),
        listed=len(items),
        minutes=agenda.minutes_used(items),
        waiting=queue.get(CaseState.ACCEPTED, 0),
        quorum=quorum(rules_on(meeting.board, meeting.day), panel),
    )


def physician(actor: Actor) -> Physician:
    """The block of whoever attends."""
    me = cast("UUID", actor.acts_as)  # whoever is shown a start page is somebody
    part = parts_of([me])
    meetings = queries.my_meetings(actor, until=time.now() + MONTH)
    return Physician([_needed(meeting, part(meeting, me)) for meeting in meetings])


def _needed(meeting: Meeting, part: Part) -> Needed:
    wanted = [item for item in agenda.shown(meeting) if part.leads or need_of(item).is_for(part)]
    return Needed(
        meeting=meeting,
        cases=len(wanted),
        minutes=agenda.minutes_used(wanted),
        is_open=time.now() >= meeting.starts_at - queries.JOINABLE_BEFORE,
    )


def administrator(actor: Actor) -> Administrator:
    """The block of an administrator."""
    mail = queries.mail_by_state(actor)
    return Administrator(
        is_ticking=queries.scheduler_is_ticking(),
        queued=_sum(mail, (MailState.QUEUED, MailState.SENDING, MailState.FAILED)),
        dead=_sum(mail, TROUBLED_STATES),
        to_approve=queries.people_to_approve(actor),
    )


def cases_shown(
    mine: CareTeam | None,
    boards: Coordinator | None,
    letters: Page[SignedVersion] | None,
    outcomes: Page[Discussion] | None,
) -> Sequence[Case]:
    """Every case that the blocks name, once, for the record of who looked at it."""
    cases = [
        *(mine.to_complete if mine else ()),
        *(boards.to_triage if boards else ()),
        *(version.case for version in (letters.items if letters else ())),
        *(discussion.case for discussion in (outcomes.items if outcomes else ())),
    ]
    return list({case.id: case for case in cases}.values())


def _sum(counts: Mapping[Key, int], keys: Iterable[Key]) -> int:
    return sum(counts.get(key, 0) for key in keys)
