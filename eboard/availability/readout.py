"""One published calendar, fetched and read; nothing of it touches the database, so that no transaction waits for it."""

from dataclasses import dataclass, field
from uuid import UUID

from eboard.availability.enums import Problem
from eboard.availability.fetching import Address, FetchError, Reach, Validators, fetch
from eboard.availability.fetching.connecting import Resolver, ask_system
from eboard.availability.reading.calendar import NoCalendarError, Reading, TooManyEventsError
from eboard.availability.reading.process import Request, UnreadableError, read_apart

PROBLEMS = {
    NoCalendarError: Problem.NO_CALENDAR,
    TooManyEventsError: Problem.TOO_MANY,
    UnreadableError: Problem.UNREADABLE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A calendar that is due, and what is needed to read it."""

    calendar_id: UUID
    address: Address
    validators: Validators  # empty, if it has to be read again although it may not have changed
    request: Request
    basis: str  # what the busy times depend on beside the calendar itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it: a problem, or a reading; neither, if the calendar has not changed."""

    problem: Problem | None = None
    reading: Reading | None = None
    validators: Validators = field(default_factory=Validators)


def read_out(assignment: Assignment, reach: Reach, *, resolver: Resolver = ask_system) -> Outcome:
    """Fetch and read a calendar; what goes wrong is an outcome too."""
    try:
        answer = fetch(assignment.address, assignment.validators, reach=reach, resolver=resolver)
        reading = None if answer.body is None else read_apart(answer.body, assignment.request)
    except FetchError as error:
        return Outcome(problem=error.problem)
    except (NoCalendarError, TooManyEventsError, UnreadableError) as error:
        return Outcome(problem=PROBLEMS[type(error)])
    return Outcome(reading=reading, validators=answer.validators)
