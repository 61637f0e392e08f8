"""Makers of what a forecast is made from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from eboard.availability.enums import BusyKind, CalendarState
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import short_tag
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState, Presence
from eboard.meetings.models import AgendaItem, Attendance, Meeting
from eboard.people.enums import AffiliationRole, Specialty
from eboard.people.models import Organization, Person, PersonSpecialty
from tests.world import World, add, make_meeting, make_person

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@dataclass
class Setting:
    """The meeting, and its two cases: the first needs pathology, the second radiology, too."""

    meeting: Meeting
    first: AgendaItem
    second: AgendaItem


def answer(meeting: Meeting, person: Person, given: Answer) -> Invitation:
    """Invite somebody who answers, or change the answer."""
    with unit_of_work():
        row = db.session.scalar(
            select(Invitation).where(Invitation.meeting_id == meeting.id, Invitation.person_id == person.id)
        )
        if row is None:
            row = add(Invitation(meeting_id=meeting.id, person_id=person.id, tag=short_tag()))
        row.answer = given
    return row


def covering(name: str, organization: Organization, *specialties: Specialty, **values: object) -> Person:
    """A physician who covers some specialties and is asked to nothing."""
    with unit_of_work():
        person = make_person(name, organization, AffiliationRole.PHYSICIAN, **values)
        for specialty in specialties:
            add(PersonSpecialty(person_id=person.id, specialty=specialty))
    return person


def away(person: Person, meeting: Meeting, *, deputy: Person | None = None) -> Absence:
    """Somebody is away on the day of a meeting and the day after."""
    with unit_of_work():
        return add(
            Absence(
                person_id=person.id,
                starts_on=meeting.day,
                ends_on=meeting.day + DAY,
                zone=person.zone,
                starts_at=meeting.starts_at - 12 * HOUR,
                ends_at=meeting.starts_at + 36 * HOUR,
                deputy_id=deputy.id if deputy else None,
                entered_by_id=person.id,
            )
        )


def busy(person: Person, starts_at: datetime, ends_at: datetime, kind: BusyKind = BusyKind.BUSY) -> None:
    """Somebody publishes a calendar that says so."""
    with unit_of_work():
        calendar = add(
            PublishedCalendar(
                person_id=person.id, host="calendar.example.org", sealed_address=b"x", state=CalendarState.READ
            )
        )
        db.session.flush()
        add(BusyTime(calendar_id=calendar.id, starts_at=starts_at, ends_at=ends_at, kind=kind))


def held(world: World, day: date, answers: Mapping[Person, Answer], came: Collection[Person]) -> Meeting:
    """A meeting that was held: what people had answered, and who came."""
    with unit_of_work():
        meeting = make_meeting(world.board, day, state=MeetingState.CONCLUDED)
        for person in came:
            add(
                Attendance(
                    meeting_id=meeting.id, person_id=person.id, presence=Presence.VIDEO, from_at=meeting.starts_at
                )
            )
    for person, given in answers.items():
        answer(meeting, person, given)
    return meeting
