"""Handing out calendars that are due, and taking over what was read; the network lies between two transactions."""

import secrets
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, insert

from eboard.audit import SYSTEM, record
from eboard.availability.emails import calendar_gone
from eboard.availability.enums import AvailabilityEvent, CalendarState, Problem
from eboard.availability.fetching import Validators
from eboard.availability.models import BusyTime, PublishedCalendar
from eboard.availability.queries import AHEAD
from eboard.availability.reading.calendar import Reading
from eboard.availability.reading.expansion import Window
from eboard.availability.reading.process import Request
from eboard.availability.readout import Assignment, Outcome
from eboard.availability.sealing import reveal_address
from eboard.core import time as clock
from eboard.core.db import db
from eboard.core.web.settings import settings
from eboard.mail.actions import queue

EVERY = timedelta(minutes=45)
JITTER_SECONDS = 10 * 60  # so that not all are read at once
LONGEST_PAUSE, MOST_DOUBLINGS = timedelta(hours=12), 5
LEASE = timedelta(minutes=10)  # nobody else reads it meanwhile; long past every limit
READER = 1  # raise it when the same calendar is read differently


def assign(calendar_id: UUID) -> Assignment | None:
    """Claim a calendar for reading; None if somebody was quicker or it is gone."""
    row = db.session.get(PublishedCalendar, calendar_id, with_for_update=True)
    if row is None or row.due_at is None or row.due_at > clock.now():
        return None
    row.due_at = clock.now() + LEASE
    window = _window()
    basis = f"{READER}/{window.starts_at:%Y-%m-%d}/{row.person.zone}"
    return Assignment(
        calendar_id=row.id,
        address=reveal_address(row.sealed_address, row.id),
        validators=Validators(row.etag, row.last_modified) if row.expanded_for == basis else Validators(),
        request=Request(zone=row.person.zone, window=window, own_domain=settings().calendar_domain),
        basis=basis,
    )


def take_over(assignment: Assignment, outcome: Outcome) -> None:
    """Store what came of reading a calendar; one that was removed meanwhile is no more."""
    row = db.session.get(PublishedCalendar, assignment.calendar_id, with_for_update=True)
    if row is None:
        return
    if outcome.problem is not None:
        _note_problem(row, outcome.problem)
        return
    if outcome.reading is not None:
        _replace(row, outcome.reading)
        row.etag, row.last_modified = outcome.validators.etag, outcome.validators.last_modified
        row.expanded_for = assignment.basis
    row.state, row.problem, row.failures, row.read_at = CalendarState.READ, None, 0, clock.now()
    row.due_at = clock.now() + _pause(0)


def _window() -> Window:
    """From yesterday on, so that no zone misses its today."""
    midnight = datetime.combine(clock.now().date(), time(), tzinfo=UTC)
    return Window(midnight - timedelta(days=1), midnight + AHEAD)


def _replace(row: PublishedCalendar, reading: Reading) -> None:
    db.session.execute(delete(BusyTime).where(BusyTime.calendar_id == row.id))
    times = [
        {"calendar_id": row.id, "starts_at": period.starts_at, "ends_at": period.ends_at, "kind": period.kind}
        for period in reading.periods
    ]
    if times:
        db.session.execute(insert(BusyTime), times)
    row.warnings = len(reading.warnings)


def _note_problem(row: PublishedCalendar, problem: Problem) -> None:
    """What was read last stays; the next try waits longer each time, and a calendar that is gone is left alone."""
    row.problem = problem
    row.failures += 1
    if problem is not Problem.GONE:
        row.state, row.due_at = CalendarState.FAILING, clock.now() + _pause(row.failures)
        return
    row.state, row.due_at = CalendarState.STOPPED, None
    record(actor=SYSTEM, event=AvailabilityEvent.CALENDAR_GONE, subject=row, person_id=row.person_id)
    queue(calendar_gone(row, moment=clock.now(), base_url=settings().base_url))


def _pause(failures: int) -> timedelta:
    jitter = timedelta(seconds=secrets.randbelow(JITTER_SECONDS) - JITTER_SECONDS // 2)
    pause = EVERY * (1 << min(max(failures - 1, 0), MOST_DOUBLINGS))
    return min(pause, LONGEST_PAUSE) + jitter
