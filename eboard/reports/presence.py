"""Attendance reckoned: which required specialties were there, and how often each person came."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eboard.boards.rules import Rules
from eboard.meetings.quorum import quorum
from eboard.people.enums import Specialty
from eboard.reports.attending import Came, Seat
from eboard.reports.facts import Held
from eboard.reports.packs import Setting


@dataclass(frozen=True, slots=True)
class Presence:
    """Who came to which meeting, and what each person covers."""

    came: Came
    covers: Mapping[UUID, frozenset[str]]

    def specialties(self, meeting: Held) -> Counter[str]:
        """How many people covered each specialty in a meeting."""
        people = self.came.people.get(meeting.id, frozenset())
        return Counter(one for person_id in people for one in self.covers.get(person_id, ()))

    def is_recorded(self, meeting: Held) -> bool:
        """Whether anybody is on record as having been there."""
        return bool(self.came.people.get(meeting.id))

    def is_complete(self, meeting: Held, rules: Rules) -> bool:
        """Whether everybody was there whom the pack of the day asks for."""
        people = self.came.people.get(meeting.id, frozenset())
        covers = [[Specialty.of(one) for one in self.covers.get(person_id, ())] for person_id in people]
        return quorum(rules, covers).is_met


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of some meetings somebody attended."""

    attended: int
    meetings: int


def due_to(seats: Iterable[Seat], meetings: Iterable[Held]) -> list[Held]:
    """The meetings that were held while a person had one of these seats on their board."""
    theirs = list(seats)
    return [one for one in meetings if any(seat.board_id == one.board_id and seat.holds_on(one.day) for seat in theirs)]


def rate_of(person_id: UUID, due: Sequence[Held], presence: Presence) -> Rate:
    """How many of the meetings a person was to attend he or she did attend, or had attended by a proxy."""
    return Rate(sum(person_id in presence.came.seated.get(one.id, frozenset()) for one in due), len(due))


def rate_of_specialty(specialty: str, least: int, meetings: Iterable[Held], presence: Presence) -> Rate:
    """At how many meetings a specialty was there with at least so many people."""
    counts = [presence.specialties(meeting)[specialty] >= least for meeting in meetings]
    return Rate(sum(counts), len(counts))


def goal_of(meetings: Iterable[Held], settings: Mapping[UUID, Setting]) -> int | None:
    """The attendance a member is to reach, by the newest rules that name one."""
    goals = [goal for one in meetings if (goal := settings[one.id].rules.attendance_goal) is not None]
    return goals[-1] if goals else None
