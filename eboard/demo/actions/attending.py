"""Who comes to a meeting and when: most on time, some late, some leave early; one room with several people in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from eboard.attendance.actions.checking import check_in, check_out
from eboard.attendance.actions.correcting import correct_stretch, digest_of
from eboard.attendance.actions.rooms import check_in_room
from eboard.attendance.actions.walkins import confirm_walk_in, walk_in
from eboard.attendance.queries import expected_ids
from eboard.attendance.said import Said
from eboard.core import time
from eboard.core.db import db
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Panel, Team, as_person
from eboard.meetings.enums import Learned, Presence
from eboard.meetings.models import Meeting
from eboard.people.models import Person

MINUTE = timedelta(minutes=1)
LATE, EARLY = {5: 4, 8: 11}, {6: 35, 7: 22}  # minutes after the start, by place in the order of arrival
ROOM, IN_ROOM, HEADS = "Conference room 4", 2, 3
REASON = "Called to the operating theatre, and told me so on the way out."
CORRECTED_AFTER = timedelta(hours=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A meeting that begins now, and the diary in which is written who comes later."""

    meeting: Meeting
    panel: Panel
    diary: Diary

    def attend(self, people: Sequence[tuple[Person, Presence]]) -> None:
        """Let these people come; the coordinator notes who sits together in one room."""
        together = [person for person, _presence in people[:IN_ROOM]]
        check_in_room(
            actor=as_person(self.panel.coordinator),
            meeting=self.meeting,
            room=ROOM,
            people=together,
            heads=HEADS,
            is_staff=True,
        )
        start = time.now()
        for place, (person, presence) in enumerate(people[IN_ROOM:], start=IN_ROOM):
            self.diary.write(start + LATE.get(place, 0) * MINUTE, partial(self._come, person, presence))
            if place in EARLY:
                self.diary.write(start + EARLY[place] * MINUTE, partial(self._go, person))

    def surprise(self, teams: Iterable[Team], *, is_confirmed: bool) -> None:
        """A physician comes whom nobody expected."""
        expected = expected_ids(self.meeting)
        person = next(one for team in teams for one in team.physicians if one.id not in expected)
        row = walk_in(actor=as_person(person), meeting=self.meeting, person=person, presence=Presence.VIDEO)
        db.session.flush()
        if is_confirmed:
            confirm_walk_in(actor=as_person(self.panel.coordinator), row=row)

    def correct_later(self, end: timedelta) -> None:
        """Hours later the coordinator finds that the last one on the list had left before the end."""
        self.diary.write(time.now() + end + CORRECTED_AFTER, self._correct)

    def _come(self, person: Person, presence: Presence) -> None:
        learned = Learned.JOINED if presence is Presence.VIDEO else Learned.CODE
        check_in(actor=as_person(person), meeting=self.meeting, person=person, presence=presence, learned=learned)

    def _go(self, person: Person) -> None:
        check_out(actor=as_person(person), meeting=self.meeting, person=person)

    def _correct(self) -> None:
        mark = self.meeting.attendances[-1]
        said = Said(from_at=mark.from_at, to_at=mark.from_at + 20 * MINUTE, presence=mark.presence)
        correct_stretch(
            actor=as_person(self.panel.coordinator),
            mark=mark,
            meeting=self.meeting,
            said=said,
            reason=REASON,
            seen=digest_of(mark),
        )
