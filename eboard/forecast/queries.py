"""What a forecast is made from: who is asked, what each answered, when each is taken, how often each came."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from eboard.availability.enums import BusyKind
from eboard.availability.models import Absence
from eboard.availability.queries import absences_between, imported_between
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.boards.rules import SPECIALTIES, rules_on
from eboard.cases.queries.recusals import NOBODY, recused_from
from eboard.core import time
from eboard.core.db import db
from eboard.forecast.chances import Attendee, Span, Taken
from eboard.forecast.forecast import Forecast, ListedCase, forecast
from eboard.forecast.rates import History, Record
from eboard.invitations.enums import Answer, Method
from eboard.invitations.models import Invitation
from eboard.meetings.agenda import slots
from eboard.meetings.enums import OPEN_ITEMS, TOLD_STATES, MeetingState
from eboard.meetings.models import Attendance, Meeting
from eboard.meetings.overview import specialties_of
from eboard.meetings.queries.invitees import invitees
from eboard.people.models import Person

A_YEAR = timedelta(days=365)
NONE, FEW, HALF = 0.0, 0.1, 0.5  # what is left of a chance: away; busy, for calendars are not kept to the letter; maybe
SHARES = {BusyKind.UNAVAILABLE: NONE, BusyKind.BUSY: FEW, BusyKind.TENTATIVE: HALF}
PROMISED = frozenset({Answer.ACCEPTED, Answer.TENTATIVE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of some people at the time of a meeting."""

    answers: Mapping[UUID, Answer]
    absences: Sequence[Absence]
    taken: Mapping[UUID, Sequence[Taken]]
    history: History

    def attendee(self, person: Person) -> Attendee:
        """A person as chances are computed from him or her."""
        answer = self.answers.get(person.id, Answer.NEEDS_ACTION)
        return Attendee(
            person_id=person.id,
            covers=frozenset(str(own) for own in specialties_of(person)),
            comes=self.history.rate(person.id, answer),
            taken=tuple(self.taken.get(person.id, ())),
        )


def forecast_of(meeting: Meeting, asked: Sequence[Person], known: Known, *, readable: Collection[UUID]) -> Forecast:
    """The forecast of a meeting with those who are asked to it; one query, for recusals.

    ``readable`` are ids of the cases that may be spoken of: what a restricted one needs is for named persons only.
    """
    return forecast(
        [known.attendee(person) for person in asked],
        required=rules_on(meeting.board, meeting.day).required,
        cases=[one for one in _listed(meeting) if one.case_id in readable],
        span=span_of(meeting),
    )


def span_of(meeting: Meeting) -> Span:
    """The time of a meeting."""
    return Span(meeting.starts_at, meeting.ends_at)


def asked_to(meeting: Meeting) -> list[Person]:
    """Everybody who is asked to a meeting, by family name."""
    return [one.person for one in invitees(meeting)]


def known_of(meeting: Meeting, people: Collection[UUID]) -> Known:
    """What is known of these people; seven queries, however many they are."""
    asked = _asked(meeting, people)
    answers = {person_id: answer for person_id, (answer, _told) in asked.items()}
    absences = absences_between(people, meeting.starts_at, meeting.ends_at)
    taken: dict[UUID, list[Taken]] = defaultdict(list)
    for absence in absences:
        taken[absence.person_id].append(Taken(absence.starts_at, absence.ends_at, NONE))
    for person_id, one in (*_calendars(meeting, people, asked), *_meetings(meeting, people, answers)):
        taken[person_id].append(one)
    return Known(answers=answers, absences=absences, taken=taken, history=_history(people))


def _listed(meeting: Meeting) -> Iterator[ListedCase]:
    found = slots(meeting)
    recused = recused_from([slot.item.case_id for slot in found])
    for slot in found:
        if slot.item.state in OPEN_ITEMS and slot.item.minutes:
            names = sorted(set(slot.item.case.specialties))
            yield ListedCase(
                case_id=slot.item.case_id,
                span=Span(slot.starts_at, slot.ends_at),
                recused=recused.get(slot.item.case_id, NOBODY),
                needs=tuple(SPECIALTIES[name] for name in names if name in SPECIALTIES),
            )


def _asked(meeting: Meeting, people: Collection[UUID]) -> dict[UUID, tuple[Answer, Method | None]]:
    """What each who is asked answered, and was told."""
    rows = db.session.execute(
        select(Invitation.person_id, Invitation.answer, Invitation.told).where(
            Invitation.meeting_id == meeting.id, Invitation.person_id.in_(people), Invitation.is_wanted
        )
    )
    return {person_id: (answer, told) for person_id, answer, told in rows}


def _calendars(
    meeting: Meeting, people: Collection[UUID], asked: Mapping[UUID, tuple[Answer, Method | None]]
) -> Iterator[tuple[UUID, Taken]]:
    """What published calendars say, but of the meeting itself.

    Whoever was told of it has it in his or her calendar, as taken once it is promised and as tentative before, and
    calendars that hide what they hold do not say which event it is. A promise says more than a calendar.
    """
    for person_id, period in imported_between(people, meeting.starts_at, meeting.ends_at):
        answer, told = asked.get(person_id, (Answer.NEEDS_ACTION, None))
        is_asking = told is Method.REQUEST and period.kind is BusyKind.TENTATIVE
        if period.kind is BusyKind.UNAVAILABLE or not (is_asking or answer in PROMISED):
            yield person_id, Taken(period.starts_at, period.ends_at, SHARES[period.kind])


def _meetings(
    meeting: Meeting, people: Collection[UUID], answers: Mapping[UUID, Answer]
) -> Iterator[tuple[UUID, Taken]]:
    """Other meetings that were promised or are organized; of two that were both accepted nobody knows which."""
    touches = (
        Meeting.state.in_(TOLD_STATES)
        & (Meeting.starts_at < meeting.ends_at)
        & (Meeting.ends_at > meeting.starts_at)
        & (Meeting.id != meeting.id)
    )
    invited = (
        select(Invitation.person_id, Meeting.starts_at, Meeting.ends_at, Invitation.answer)
        .join(Invitation.meeting)
        .where(touches, Invitation.person_id.in_(people), Invitation.is_wanted, Invitation.answer.in_(PROMISED))
    )
    organized = (
        select(BoardMembership.person_id, Meeting.starts_at, Meeting.ends_at)
        .join(Meeting, Meeting.board_id == BoardMembership.board_id)
        .where(touches, BoardMembership.person_id.in_(people), BoardMembership.role == BoardRole.COORDINATOR)
        .where(BoardMembership.starts_on <= Meeting.day)
        .where(or_(BoardMembership.ends_on.is_(None), BoardMembership.ends_on >= Meeting.day))
    )
    for person_id, starts_at, ends_at, answer in db.session.execute(invited):
        is_sure = answer is Answer.ACCEPTED and answers.get(person_id) is not Answer.ACCEPTED
        yield person_id, Taken(starts_at, ends_at, NONE if is_sure else HALF)
    for person_id, starts_at, ends_at in db.session.execute(organized):
        yield person_id, Taken(starts_at, ends_at, NONE)


def _history(people: Collection[UUID]) -> History:
    """How often people came in the last year, by their answers; a meeting at which nobody was marked says nothing."""
    mark = aliased(Attendance)
    was_marked = exists(select(mark.id).where(mark.meeting_id == Meeting.id))
    came = exists(
        select(Attendance.id).where(
            Attendance.meeting_id == Invitation.meeting_id, Attendance.person_id == Invitation.person_id
        )
    )
    counts = (func.count(Invitation.id), func.count(Invitation.id).filter(came))
    held = (
        Meeting.state == MeetingState.CONCLUDED,
        Meeting.starts_at > time.now() - A_YEAR,
        Invitation.is_wanted,
        was_marked,
    )
    network = select(Invitation.answer, *counts).join(Invitation.meeting).where(*held).group_by(Invitation.answer)
    own = (
        select(Invitation.person_id, Invitation.answer, *counts)
        .join(Invitation.meeting)
        .where(*held, Invitation.person_id.in_(people))
        .group_by(Invitation.person_id, Invitation.answer)
    )
    return History(
        network={answer: Record(asked, came) for answer, asked, came in db.session.execute(network)},
        people={(person_id, answer): Record(asked, came) for person_id, answer, asked, came in db.session.execute(own)},
    )
