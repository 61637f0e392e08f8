"""Attendance reckoned: which required specialties were there, and how often each person came."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
    counted: dict[UUID, Counter[str]] = field(default_factory=dict, compare=False)

    def specialties(self, meeting: Held) -> Counter[str]:
        """How many people covered each specialty in a meeting."""
        if meeting.id not in self.counted:
            people = self.came.people.get(meeting.id, frozenset())
            self.counted[meeting.id] = Counter(one for person_id in people for one in self.covers.get(person_id, ()))
        return self.counted[meeting.id]

    def has_enough(self, meeting: Held, specialty: str, rules: Rules) -> bool:
        """Whether as many people of a specialty were there as the pack of the day asks for, if it asks for it."""
        least = next((number for one, number in rules.required.items() if str(one) == specialty), None)
        return least is not None and self.specialties(meeting)[specialty] >= least

    def is_recorded(self, meeting: Held) -> bool:
        """Whether anybody is on record as having been there."""
        return bool(self.came.people.get(meeting.id))

    def is_complete(self, meeting: Held, rules: Rules) -> bool:
        """Whether everybody was there whom the pack of the day asks for."""
        people = self.came.people.get(meeting.id, frozenset())
        covers = [[Specialty.of(one) for one in self.covers.get(person_id, ())] for person_id in people]
        return quorum(rules, covers).is_met


def due_to(seats: Iterable[Seat], meetings: Iterable[Held]) -> list[Held]:
    """The meetings that were held while a person had one of these seats on their board."""
    theirs = list(seats)
    return [one for one in meetings if any(seat.board_id == one.board_id and seat.holds_on(one.day) for seat in theirs)]


def attended(person_id: UUID, due: Iterable[Held], presence: Presence) -> list[Held]:
    """Of the meetings a person was to attend, those he or she did attend, or had attended by a proxy."""
    return [one for one in due if person_id in presence.came.seated.get(one.id, frozenset())]


def goal_of(meetings: Iterable[Held], settings: Mapping[UUID, Setting]) -> int | None:
    """The attendance a member is to reach, by the newest rules that name one."""
    goals = [goal for one in meetings if (goal := settings[one.id].rules.attendance_goal) is not None]
    return goals[-1] if goals else None
