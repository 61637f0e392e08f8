"""A proposal as a page shows it: each meeting's agenda to be, beside what it is, with the reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from eboard.cases.models import Case
from eboard.meetings.models import Meeting
from eboard.meetings.timing import is_past_cutoff
from eboard.planning.changes import Change, ChangeKind
from eboard.planning.timeline import Bar


@dataclass(frozen=True, slots=True)
class Said:
    """A wish about a case, in words."""

    id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A case on an agenda to be; ``case`` is None for one the reader may not know, of which nothing is told."""

    case: Case | None
    case_id: UUID
    minutes: int
    starts_at: datetime
    change: Change
    reasons: Sequence[str]
    is_break_before: bool
    wishes: Sequence[Said] = ()
    is_outside: bool = False  # the plan leaves it where it is, for it cannot be held as the rules would have it


@dataclass(frozen=True, slots=True)
class Now:
    """A line of an agenda as it stands, and what becomes of it: another time there, another meeting, or the queue."""

    case: Case | None
    starts_at: datetime
    minutes: int
    change: Change
    becomes_at: datetime | None

    @property
    def is_same(self) -> bool:
        """Whether nothing becomes of it."""
        return self.becomes_at == self.starts_at


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting, its lines as they stand and its lines to be; what stays outside the plan stands behind them."""

    meeting: Meeting
    today: Sequence[Now]
    lines: Sequence[Line]
    bars: Sequence[Bar]
    noted: int
    minutes: int
    is_reordered: bool

    @property
    def has_cases(self) -> bool:
        """Whether there is something to discuss or to note."""
        return bool(self.lines or self.noted)

    @property
    def is_only_reordered(self) -> bool:
        """Whether cases change places and none comes; one that leaves counts where it leaves to."""
        return self.is_reordered and all(line.change.kind is ChangeKind.STAY for line in self.lines)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A waiting case that comes to no meeting."""

    case: Case
    reasons: Sequence[str]
    wishes: Sequence[Said] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything that is proposed for a board."""

    agendas: Sequence[Agenda]
    left_out: Sequence[LeftOut]
    changes: Sequence[Change]
    refused: Sequence[str] = ()  # wishes that cannot be kept, a sentence each

    @property
    def full(self) -> list[Agenda]:
        """The meetings with cases."""
        return [agenda for agenda in self.agendas if agenda.has_cases]

    @property
    def empty(self) -> list[Meeting]:
        """The meetings without."""
        return [agenda.meeting for agenda in self.agendas if not agenda.has_cases]

    @property
    def late_and_empty(self) -> list[Meeting]:
        """The meetings whose list has closed without a case, now and as proposed."""
        empty = [agenda.meeting for agenda in self.agendas if not agenda.has_cases and not agenda.today]
        return [meeting for meeting in empty if is_past_cutoff(meeting)]

    def count(self, kind: str) -> int:
        """How many cases are added, moved, dropped, or stay."""
        return sum(change.kind == kind for change in self.changes)

    @property
    def is_reordered(self) -> bool:
        """Whether some agenda would have another order."""
        return any(agenda.is_only_reordered for agenda in self.agendas)

    @property
    def has_changes(self) -> bool:
        """Whether there is anything to take over."""
        return self.is_reordered or self.moves_cases

    @property
    def moves_cases(self) -> bool:
        """Whether a case would come or go."""
        return any(change.kind is not ChangeKind.STAY for change in self.changes)
