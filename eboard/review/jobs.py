"""Spotting what is worth a look, and telling auditors."""

from datetime import timedelta
from uuid import UUID

from eboard.core.db import db, unit_of_work
from eboard.core.jobs import each, job
from eboard.people.models import Person
from eboard.review.actions import spot, tell_auditor
from eboard.review.oddities import auditors_to_tell


@job(every=timedelta(hours=1))
def spot_oddities() -> int:
    """Look through what was opened in the last days."""
    with unit_of_work():
        return spot()


@job(every=timedelta(hours=1))
def tell_auditors() -> int:
    """Send each auditor the numbers of the day."""
    return each([person.id for person in auditors_to_tell()], _tell)


def _tell(person_id: UUID) -> None:
    tell_auditor(db.session.get_one(Person, person_id))
