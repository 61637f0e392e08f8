"""A meeting that runs, with cases on its agenda, and what a page of its live room sends."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from werkzeug.test import TestResponse

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.recommendations.models import Discussion
from eboard.recommendations.queries import discussion_of
from tests.client import Client
from tests.world import World, make_case, make_item, make_meeting


@dataclass
class Table:
    """A meeting and its items in order."""

    world: World
    meeting: Meeting
    items: list[AgendaItem]
    url: str

    @property
    def item(self) -> AgendaItem:
        return self.items[0]

    @property
    def case(self) -> Case:
        return self.item.case

    @property
    def discussion(self) -> Discussion:
        found = discussion_of(self.item.id)
        assert found is not None
        return found

    def save(self, client: Client, *changes: dict[str, Any], batch: UUID | None = None) -> TestResponse:
        return client.post(
            f"{self.url}/cases/{self.case.id}/save",
            data={"batch": str(batch or uuid4()), "changes": json.dumps(changes)},
        )


def change(place: str, was: Any, now: Any) -> dict[str, Any]:
    return {"place": place, "was": was, "now": now}


def lay(world: World, *cases: dict[str, Any], state: MeetingState = MeetingState.LIVE, **meeting: Any) -> Table:
    with unit_of_work():
        row = make_meeting(
            world.board, state=state, live_at=time.now() if state is MeetingState.LIVE else None, **meeting
        )
        items = [
            make_item(row, make_case(world.north, world.board, **{"state": CaseState.SCHEDULED, **values}), number)
            for number, values in enumerate(cases or ({}, {}, {}), start=1)
        ]
    return Table(world, row, items, f"/meetings/{row.id}/live")
