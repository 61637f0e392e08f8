"""A meeting next Monday with rules that demand two specialties and two cases; some have answered."""

import pytest
from sqlalchemy import select

from eboard.boards.models import RulePackVersion
from eboard.cases.enums import CaseState
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from tests.forecast.rows import Setting, answer
from tests.world import World, make_case, make_item, make_meeting


@pytest.fixture
def setting(world: World) -> Setting:
    """Chair and radiologist accepted, the pathologist may come."""
    with unit_of_work():
        for version in db.session.scalars(select(RulePackVersion)):
            version.rules = {"required": {"pathology": 1, "surgery": 1}}
        meeting = make_meeting(world.board)
        cases = [
            make_case(world.north, world.board, number=f"EB-{number}", state=CaseState.SCHEDULED, specialties=needed)
            for number, needed in enumerate((["pathology"], ["pathology", "radiology"]), start=1)
        ]
        items = [make_item(meeting, case, position) for position, case in enumerate(cases, start=1)]
    answer(meeting, world.chair, Answer.ACCEPTED)
    answer(meeting, world.radiologist, Answer.ACCEPTED)
    answer(meeting, world.pathologist, Answer.TENTATIVE)
    return Setting(meeting, *items)
