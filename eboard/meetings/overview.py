"""The meeting page's numbers: agenda with its gaps, time used, quorum, who is expected."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from eboard.boards.rules import Rules, rules_on
from eboard.cases.queries.recusals import NOBODY, recused_from
from eboard.meetings.agenda import Slot, minutes_used, slots
from eboard.meetings.enums import MeetingState
from eboard.meetings.gaps import Gap, gaps_of
from eboard.meetings.models import Meeting
from eboard.meetings.queries.invitees import Invitee, invitees
from eboard.meetings.quorum import Quorum, quorum
from eboard.people.enums import Specialty
from eboard.people.models import Person

AFTER_START = frozenset({MeetingState.LIVE, MeetingState.CONCLUDED})


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the agenda: its slot, what it lacks, and whether this viewer may read the case."""

    slot: Slot
    gaps: list[Gap]
    is_readable: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the meeting page counts."""

    lines: list[Line]
    minutes_used: int
    asked: list[Invitee]
    expected: list[Invitee]  # without those who declined
    present: list[Person]  # each once, in order of arrival
    quorum: Quorum
    rules: Rules

    @property
    def ready(self) -> int:
        """How many lines lack nothing."""
        return sum(not line.gaps for line in self.lines)

    @property
    def late_additions(self) -> int:
        """How many cases were listed past the cut-off."""
        return sum(bool(line.slot.item.late_reason) for line in self.lines)


def overview(meeting: Meeting, *, readable: Collection[UUID], declined: Collection[UUID] = ()) -> Overview:
    """Count a meeting: by those who are expected until it starts, by those who were there afterwards.

    ``readable`` are ids of the cases the viewer may read, ``declined`` of the people who will not come.
    """
    asked = invitees(meeting)
    expected = [invitee for invitee in asked if invitee.person.id not in declined]
    present = list({mark.person_id: mark.person for mark in meeting.attendances}.values())
    people = present if meeting.state in AFTER_START else [invitee.person for invitee in expected]
    covers = [specialties_of(person) for person in people]
    rules = rules_on(meeting.board, meeting.day)
    found = slots(meeting)
    recused = recused_from([slot.item.case_id for slot in found])
    lines = [
        Line(
            slot,
            gaps_of(slot.item, _covered(people, recused.get(slot.item.case_id, NOBODY))),
            slot.item.case_id in readable,
        )
        for slot in found
    ]
    return Overview(
        lines=lines,
        minutes_used=minutes_used(slot.item for slot in found),
        asked=asked,
        expected=expected,
        present=present,
        quorum=quorum(rules, covers),
        rules=rules,
    )


def _covered(people: Iterable[Person], recused: Collection[UUID]) -> frozenset[Specialty]:
    """The specialties of those who may decide on a case."""
    return frozenset(one for person in people if person.id not in recused for one in specialties_of(person))


def specialties_of(person: Person) -> frozenset[Specialty]:
    """What a person covers."""
    return frozenset(own.specialty for own in person.specialties)
