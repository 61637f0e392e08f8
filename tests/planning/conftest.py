"""What tests of planning share."""

from datetime import date

import pytest

from eboard.core.db import unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.world import World, make_meeting


@pytest.fixture
def meetings(world: World) -> list[Meeting]:
    """Two planned meetings of half an hour, a week apart."""
    with unit_of_work():
        return [
            make_meeting(world.board, date(2026, 3, day), state=MeetingState.PLANNED, published_at=None, minutes=30)
            for day in (9, 16)
        ]
