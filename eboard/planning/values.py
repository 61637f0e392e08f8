"""What goes into a plan and what comes out: plain values, in minutes and aware instants."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from eboard.meetings.breaks import time_for_cases
from eboard.planning.enums import PinKind


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody who is expected in a sitting: what he or she covers, when away, how much can be prepared."""

    person_id: UUID
    name: str
    specialties: frozenset[str] = frozenset()
    away: tuple[Span, ...] = ()
    most_cases: int | None = None  # that this person can prepare for one sitting


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A case that waits. ``urgency`` counts from 0, routine, to 2, emergency."""

    case_id: UUID
    number: str
    organization_id: UUID
    minutes: int
    due_at: datetime
    waiting_since: datetime
    urgency: int = 0
    rollovers: int = 0
    complexity: int = 0
    needs: frozenset[str] = frozenset()
    presenter_id: UUID | None = None
    presenter_away: tuple[Span, ...] = ()
    recused: frozenset[UUID] = frozenset()  # people who must not decide on this case
    not_in: frozenset[UUID] = frozenset()  # sittings a coordinator ruled out

    def __hash__(self) -> int:
        """By its case alone: it is looked up far more often than it is compared."""
        return hash(self.case_id.int)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """A meeting with time for cases. ``listed`` is what stands on its agenda today, in order."""

    meeting_id: UUID
    starts_at: datetime
    minutes: int
    is_open: bool = True  # its cut-off has not passed; a closed one takes no case that is not listed
    attendees: tuple[Attendee, ...] = ()
    buffer: int = 0  # minutes kept free
    listed: tuple[UUID, ...] = ()
    is_published: bool = False

    def __hash__(self) -> int:
        """By its meeting alone, for the same reason."""
        return hash(self.meeting_id.int)

    @property
    def capacity(self) -> int:
        """Minutes for cases."""
        return max(0, time_for_cases(self.minutes) - self.buffer)

    @property
    def ends_at(self) -> datetime:
        """The end of the sitting."""
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What is fixed of a case: its sitting, its position there, or that it comes right after another.

    A wish is given up where it contradicts what stands on an agenda.
    """

    kind: PinKind
    case_id: UUID
    meeting_id: UUID | None = None
    position: int | None = None  # counts from 1
    after_id: UUID | None = None
    is_wish: bool = False


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything a plan depends on, in canonical order, whatever order it came in."""

    moment: datetime
    candidates: tuple[Candidate, ...]
    sittings: tuple[Sitting, ...]
    pins: tuple[Pin, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "candidates", tuple(sorted(self.candidates, key=lambda one: one.case_id)))
        object.__setattr__(
            self, "sittings", tuple(sorted(self.sittings, key=lambda one: (one.starts_at, one.meeting_id)))
        )
        object.__setattr__(self, "pins", tuple(sorted(self.pins, key=_canonical)))

    @cached_property
    def by_case(self) -> Mapping[UUID, Candidate]:
        """The candidates by their case."""
        return {one.case_id: one for one in self.candidates}

    @cached_property
    def by_meeting(self) -> Mapping[UUID, Sitting]:
        """The sittings by their meeting."""
        return {one.meeting_id: one for one in self.sittings}

    @cached_property
    def horizon(self) -> datetime:
        """A week after the last sitting: when a case that is left out could come at the earliest."""
        last = max((one.starts_at for one in self.sittings), default=self.moment)
        return last + timedelta(days=7)


def _canonical(pin: Pin) -> tuple[object, ...]:
    return pin.case_id, pin.kind, str(pin.after_id), str(pin.meeting_id), pin.position or 0


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """A case in a sitting: minutes from the start of the sitting."""

    starts: int
    minutes: int
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class Plan:
    """For each sitting its cases in order; whatever is in none of them is left out."""

    orders: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)

    @cached_property
    def meeting_of(self) -> Mapping[UUID, UUID]:
        """The sitting of each case that is placed."""
        return {case_id: meeting_id for meeting_id, order in self.orders.items() for case_id in order}
