"""A meeting that runs, and people who come and go."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from eboard.attendance.actions.checking import check_in, check_out
from eboard.audit import Actor
from eboard.boards.models import RulePackVersion
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.meetings.enums import MeetingState, Presence
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person
from tests.conftest import NOW
from tests.world import World, make_meeting

MINUTE = timedelta(minutes=1)


def by(person: Person, on_behalf_of: Person | None = None) -> Actor:
    return Actor(person_id=person.id, on_behalf_of_id=on_behalf_of.id if on_behalf_of else None)


def make_live(world: World, **values: Any) -> Meeting:
    """A meeting of an hour that was planned for now and has just been started."""
    known = {"state": MeetingState.LIVE, "live_at": NOW, "starts_at": NOW, "ends_at": NOW + 60 * MINUTE}
    with unit_of_work():
        return make_meeting(world.board, **{"day": NOW.date(), **known, **values})


def after(minutes: float) -> datetime:
    return NOW + minutes * MINUTE


def there(
    meeting: Meeting, person: Person, start: float, end: float | None = None, *, actor: Actor | None = None
) -> Attendance:
    """Let somebody come, and perhaps leave, so many minutes after the start."""
    who = actor or by(person)
    with time.at(after(start)), unit_of_work():
        mark = check_in(actor=who, meeting=meeting, person=person, presence=Presence.VIDEO)
    if end is not None:
        with time.at(after(end)), unit_of_work():
            check_out(actor=who, meeting=meeting, person=person)
    return mark


def conclude(meeting: Meeting, minutes: float = 60) -> None:
    with unit_of_work():
        meeting.state, meeting.concluded_at = MeetingState.CONCLUDED, after(minutes)


def require(world: World, **rules: Any) -> None:
    """Let the rule pack of the board demand something."""
    with unit_of_work():
        version = world.board.rule_pack.versions[0]
        assert isinstance(version, RulePackVersion)
        version.rules = rules


def refused(action: Callable[..., object], **arguments: Any) -> DomainError:
    with pytest.raises(DomainError) as caught, unit_of_work():
        action(**arguments)
    db.session.expire_all()
    return caught.value
