"""Whatever happens to a meeting, in the end the service has exactly the room that is wanted, and no other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit.actor import SYSTEM
from eboard.conferences.enums import RoomState
from eboard.conferences.jobs import end_rooms, make_rooms
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.actions.rooms import fall_back, replace_room
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.rooms import provider_id_of
from eboard.meetings.timing import Plan
from tests.conferences.server import Call, Reply, VideoServer
from tests.conferences.services import MEETINGS, zoom_of, zoom_room
from tests.conftest import NOW
from tests.world import World, make_meeting

STEPS = st.lists(
    st.sampled_from(["replace", "swap", "move", "cancel", "publish", "fall back", "jobs", "fail", "mend", "wait"]),
    max_size=10,
)


class Vendor:
    """Knows which rooms are there; refuses everything while it is down."""

    def __init__(self, server: VideoServer) -> None:
        self.alive: set[str] = set()
        self.count = 100
        self.is_down = False
        self.usual = server.reply_to
        server.reply_to = self.reply_to  # type: ignore[method-assign]

    def reply_to(self, call: Call) -> Reply:
        if self.is_down:
            return Reply(503)
        if (call.method, call.path) == ("POST", MEETINGS):
            self.count += 1
            self.alive.add(str(self.count))
            return zoom_room(self.count)
        if call.method == "DELETE":
            room = call.path.rpartition("/")[2]
            known = room in self.alive
            self.alive.discard(room)
            return Reply(204 if known else 404)
        return Reply(204) if call.method == "PUT" else self.usual(call)


@dataclass
class History:
    """A meeting, two accounts at the vendor, and the moment."""

    meeting: Meeting
    vendor: Vendor
    providers: list[ConferenceProvider]
    moment: datetime = field(default=NOW)

    def do(self, step: str) -> None:
        with time.at(self.moment):
            {
                "replace": self.replace,
                "swap": lambda: self.replace(self.other),
                "move": self.move,
                "cancel": self.cancel,
                "publish": self.publish,
                "fall back": self.fall_back,
                "jobs": self.jobs,
                "fail": lambda: setattr(self.vendor, "is_down", True),
                "mend": lambda: setattr(self.vendor, "is_down", False),
                "wait": lambda: None,
            }[step]()
        self.moment += timedelta(minutes=20) if step == "wait" else timedelta(seconds=1)

    @property
    def other(self) -> ConferenceProvider:
        return next(one for one in self.providers if one.id != provider_id_of(self.meeting))

    @property
    def is_published(self) -> bool:
        return self.meeting.state is MeetingState.PUBLISHED

    def act(self, action: Any, **values: Any) -> None:
        with unit_of_work():
            action(actor=SYSTEM, meeting=self.meeting, **values)

    def replace(self, provider: ConferenceProvider | None = None) -> None:
        if self.is_published:
            chosen = provider.id if provider else None
            self.act(replace_room, provider_id=chosen, version=self.meeting.row_version)

    def move(self) -> None:
        if self.is_published:
            row = self.meeting
            later = row.day + timedelta(days=1)
            plan = Plan(
                day=later,
                clock=row.clock,
                zone=row.zone,
                minutes=row.minutes,
                conference_provider_id=row.conference_provider_id,
            )
            self.act(change_meeting, plan=plan, version=row.row_version)

    def cancel(self) -> None:
        if self.is_published:
            self.act(cancel_meeting, reason="Snow")

    def publish(self) -> None:
        if not self.is_published:
            self.act(publish_meeting)

    def fall_back(self) -> None:
        if self.is_published:
            self.act(fall_back, provider=self.other)

    def jobs(self) -> None:
        make_rooms()
        end_rooms()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
@example(steps=["jobs", "cancel", "jobs", "publish"])
@example(steps=["jobs", "replace", "jobs", "swap", "jobs"])
@example(steps=["fail", "jobs", "fall back", "jobs", "mend", "wait", "jobs", "swap"])
@example(steps=["jobs", "fail", "move", "jobs", "wait", "jobs"])
def test_in_the_end_the_service_has_the_wanted_room_alone(world: World, server: VideoServer, steps: list[str]) -> None:
    vendor = Vendor(server)
    with unit_of_work():
        meeting = make_meeting(world.board)
    providers = [zoom_of(world, server), zoom_of(world, server, name="Another")]
    with unit_of_work():
        meeting.conference_provider_id = providers[0].id
    history = History(meeting, vendor, providers)
    for step in (*steps, "mend", "wait", "jobs", "jobs"):
        history.do(step)
    rooms = db.session.scalars(select(ConferenceRoom).where(ConferenceRoom.meeting_id == meeting.id)).all()
    ready = [room for room in rooms if room.state is RoomState.READY]
    assert {room.external_id for room in ready} == vendor.alive
    wanted = [(provider_id_of(meeting), meeting.conference_room)] if history.is_published else []
    assert [(room.provider_id, room.name) for room in ready] == wanted
