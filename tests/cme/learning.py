"""An activity, a meeting that was held, and what the ledger says of it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from eboard.boards.enums import Repeat
from eboard.boards.models import Series
from eboard.cme.actions.activities import Terms, make_activity
from eboard.cme.actions.disclosing import disclose
from eboard.cme.models import CmeActivity, CmeEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.tokens import short_tag
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.attendance.scenes import by, conclude, make_live, there
from tests.conftest import NOW
from tests.world import World, add

LATER = NOW + timedelta(hours=2)


def terms(**values: Any) -> Terms:
    known = {
        "title": "GI eBoard 2026",
        "statement": "The hub is accredited to provide continuing medical education.",
        "credit_type": "AMA PRA Category 1 Credits",
        "maximum": 5000,
        "unit_minutes": 15,
        "unit_credits": 25,
        "most_per_meeting": None,
        "demands_disclosure": False,
        "demands_evaluation": False,
    }
    return Terms(**{**known, **values})


def make_series(world: World) -> Series:
    return add(
        Series(
            board_id=world.board.id,
            repeat=Repeat.WEEKLY,
            weekday="MO",
            starts_at=(NOW).time(),
            minutes=60,
            zone=world.board.zone,
            first_day=NOW.date(),
        )
    )


def make_course(world: World, **values: Any) -> CmeActivity:
    """An activity of a series of the board in this year."""
    with unit_of_work():
        series = make_series(world)
        db.session.flush()
        return make_activity(
            actor=by(world.coordinator),
            board=world.board,
            series_id=series.id,
            meeting_id=None,
            year=2026,
            terms=terms(**values),
        )


def hold(world: World, activity: CmeActivity, *people: Person, minutes: float = 60, **values: Any) -> Meeting:
    """A meeting of the activity at which these people were from start to end."""
    meeting = make_live(world, series_id=activity.series_id, uid=f"{short_tag()}@eboard.example.org", **values)
    for person in people:
        there(meeting, person, 0, minutes)
    conclude(meeting)
    return meeting


def say(person: Person, relations: str = "", moment: Any = NOW - timedelta(days=1)) -> None:
    with time.at(moment), unit_of_work():
        disclose(actor=by(person), person=person, has_relations=bool(relations), relations=relations)


def ledger() -> list[tuple[str, int, int, int, str]]:
    """All entries in the order in which they were written."""
    db.session.expire_all()
    rows = db.session.scalars(select(CmeEntry).order_by(CmeEntry.at, CmeEntry.version, CmeEntry.person_id))
    return [(row.person.family_name, row.version, row.minutes, row.credits, row.reason.value) for row in rows]
