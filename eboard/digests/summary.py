"""What a summary says: values for its texts, with no patient data in them."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from eboard.cases.enums import CaseState
from eboard.invitations.enums import Answer


@dataclass(slots=True, kw_only=True)
class MeetingNews:
    """A meeting, and what changed about it."""

    id: UUID
    board: str
    starts_at: datetime
    place: str
    cases: int = 0
    is_new: bool = False
    is_cancelled: bool = False
    has_new_time: bool = False
    has_new_place: bool = False
    has_new_agenda: bool = False
    answers: dict[Answer, list[str]] = field(default_factory=dict)  # names by what they answered; for coordinators
    unanswered: list[str] = field(default_factory=list)  # once the list has closed; for coordinators


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many cases came to a board."""

    board: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNews:
    """A case of the reader's own organization that moved, by its opaque number."""

    id: UUID
    number: str
    state: CaseState
    starts_at: datetime | None  # of the meeting it is announced for


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Everything one person is told of a stretch of time."""

    meetings: list[MeetingNews]
    arrivals: list[Arrivals]
    cases: list[CaseNews]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.meetings or self.arrivals or self.cases)
