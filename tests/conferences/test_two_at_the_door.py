"""While a service thinks nothing else waits: real commits on other connections, from within the service's answer."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask

from config import Config
from eboard.app import create_app
from eboard.conferences.models import ConferenceRoom
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.client import Client
from tests.conferences.server import Reply, VideoServer
from tests.conferences.services import MEETINGS, zoom_of
from tests.conftest import NOW, close_connections, migrate
from tests.world import make_meeting, make_world

ROOM = '{"id": 101, "join_url": "https://zoom.example/j/101"}'


@dataclass
class Place:
    """An application with a database of its own, and the meeting people enter."""

    app: Flask
    meeting_id: UUID
    starts_at: datetime
    code: str
    people: list[UUID]

    def enter(self, number: int, *, seconds: int = 0) -> tuple[int, str]:
        """Status and target of one person's try, in a context of its own."""
        client = self.app.test_client()
        assert isinstance(client, Client)
        with time.at(self.starts_at + timedelta(seconds=seconds)):
            with self.app.app_context():
                person = db.session.get_one(Person, self.people[number])
                db.session.remove()
            client.sign_in(person)
            response = client.get(f"/join/{self.code}")
            return response.status_code, response.headers.get("Location", "")

    def save(self) -> None:
        """Somebody else saves the meeting, on a connection of his or her own."""
        with self.app.app_context(), unit_of_work():
            db.session.get_one(Meeting, self.meeting_id).note = "Changed meanwhile"
        with self.app.app_context():
            db.session.remove()


@pytest.fixture
def place(
    empty_database: Callable[[str], str],
    config_for: Callable[..., Config],
    server: VideoServer,
    request: pytest.FixtureRequest,
) -> Iterator[Place]:
    app = create_app(config_for(empty_database(f"door_{request.node.originalname[-12:]}")))
    app.test_client_class = Client
    migrate(app)
    with time.at(NOW), app.app_context():
        world = make_world()
        with unit_of_work():
            meeting = make_meeting(world.board)
            world.board.fallback_provider_id = world.provider.id
        zoom = zoom_of(world, server)
        with unit_of_work():
            world.board.conference_provider_id = zoom.id
        people = [world.radiologist.id, world.pathologist.id]
        made = Place(app, meeting.id, meeting.starts_at, meeting.join_code, people)
        db.session.remove()
    yield made
    with app.app_context():
        close_connections()


def test_who_comes_second_waits_and_everybody_else_works_on(place: Place, server: VideoServer) -> None:
    second: list[tuple[int, str]] = []

    def meanwhile() -> None:
        place.save()
        with ThreadPoolExecutor(1) as pool:
            second.append(pool.submit(place.enter, 1).result())

    server.answer("POST", MEETINGS, Reply(201, ROOM, meanwhile=meanwhile))
    assert place.enter(0) == (303, "https://zoom.example/j/101")
    assert second == [(200, "")]
    assert place.enter(1, seconds=6) == (303, "https://zoom.example/j/101")
    assert [call.path for call in server.calls].count(MEETINGS) == 1
    with place.app.app_context():
        assert db.session.get_one(Meeting, place.meeting_id).note == "Changed meanwhile"
        assert db.session.query(ConferenceRoom).count() == 1
        db.session.remove()


def test_a_meeting_saved_meanwhile_falls_back_at_the_next_try(place: Place, server: VideoServer) -> None:
    server.answer("POST", MEETINGS, Reply(500), Reply(500, meanwhile=place.save), Reply(500))
    assert place.enter(0) == (200, "")
    assert place.enter(0, seconds=15) == (200, "")
    assert place.enter(0, seconds=21) == (303, "https://video.example.org/gi")
