"""At the door: into the room that is there, or made now, or another one; and never two rooms for one meeting."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.audit.models import AuditEntry
from eboard.conferences.enums import AgreementKind, ProviderKind, RoomState
from eboard.conferences.jobs import end_rooms, make_rooms
from eboard.conferences.models import ConferenceRoom
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.models import Attendance, Meeting
from eboard.people.models import Person
from tests.client import Client
from tests.conferences.server import Reply, VideoServer
from tests.conferences.services import (
    MEETINGS,
    SECRET,
    bigbluebutton_of,
    deleted,
    made,
    register,
    zoom_of,
    zoom_room,
)
from tests.invitations.reading import change
from tests.world import World, make_meeting

WAITING = "The room is being prepared."


def publish(world: World, **values: Any) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, **values)


def enter(client: Client, meeting: Meeting, person: Person, *, seconds: float = 0) -> TestResponse:
    with time.at(meeting.starts_at + timedelta(seconds=seconds)):
        client.sign_in(person)
        return client.get(f"/join/{meeting.join_code}")


def there() -> int:
    return len(db.session.scalars(select(Attendance)).all())


def failing(server: VideoServer, *replies: Reply) -> None:
    server.answer("POST", MEETINGS, *replies, Reply(500))


def test_everybody_enters_the_room_that_was_made(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    make_rooms()
    server.take()
    response = enter(client, meeting, world.radiologist)
    assert (response.status_code, response.headers["Location"]) == (303, "https://zoom.example/j/101")
    assert (server.seen(), there()) == ([], 1)


def test_the_staff_enters_as_host_and_as_everybody_when_the_service_cannot_be_asked(
    world: World, client: Client, server: VideoServer
) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    make_rooms()
    assert enter(client, meeting, world.coordinator).headers["Location"] == "https://zoom.example/s/101"
    server.answer("GET", "/v2/meetings/101", Reply(500))
    assert enter(client, meeting, world.coordinator).headers["Location"] == "https://zoom.example/j/101"


def test_a_room_that_is_not_there_yet_is_made_at_the_door(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    assert enter(client, meeting, world.radiologist).headers["Location"] == "https://zoom.example/j/101"
    assert enter(client, meeting, world.radiologist).headers["Location"] == "https://zoom.example/j/101"
    assert made(server) == 1


def test_a_service_that_is_down_gets_a_calm_page_that_looks_again(
    world: World, client: Client, server: VideoServer
) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    failing(server)
    first = enter(client, meeting, world.radiologist)
    assert (first.status_code, WAITING in first.text, first.headers["Refresh"]) == (200, True, "6")
    assert enter(client, meeting, world.radiologist, seconds=6).status_code == 200
    assert (made(server), there()) == (1, 0)  # not before its time
    server.answer("POST", MEETINGS, zoom_room(101))
    assert enter(client, meeting, world.radiologist, seconds=15).headers["Location"] == "https://zoom.example/j/101"
    assert there() == 1
    assert [word for word in (SECRET, "token-of-ours", server.url) if word in first.text] == []


def test_after_two_failures_everybody_meets_at_the_fallback(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world)
    change(world.board, conference_provider_id=zoom_of(world, server).id, fallback_provider_id=world.provider.id)
    failing(server)
    assert WAITING in enter(client, meeting, world.radiologist).text
    assert enter(client, meeting, world.radiologist, seconds=15).headers["Location"] == "https://video.example.org/gi"
    db.session.expire_all()
    assert meeting.conference_provider_id == world.provider.id
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "meeting.room_fell_back")).one()
    assert (entry.subject_id, entry.actor_id) == (meeting.id, None)
    server.answer("POST", MEETINGS, zoom_room(101))  # it is back: nobody is sent there, or the board were in two rooms
    make_rooms()
    assert enter(client, meeting, world.chair, seconds=90).headers["Location"] == "https://video.example.org/gi"
    with time.at(meeting.starts_at + timedelta(seconds=90)):
        page = client.get(f"/meetings/{meeting.id}").text
    assert "The video room was replaced at" in page


@pytest.mark.parametrize("retry_after", ["30", "61"])
def test_a_long_wait_is_not_waited_for(world: World, client: Client, server: VideoServer, retry_after: str) -> None:
    meeting = publish(world)
    change(world.board, conference_provider_id=zoom_of(world, server).id, fallback_provider_id=world.provider.id)
    failing(server, Reply(429, headers={"Retry-After": retry_after}))
    assert enter(client, meeting, world.radiologist).status_code == (303 if retry_after == "61" else 200)


def test_the_fallback_may_be_a_service_that_makes_rooms(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world)
    bbb = bigbluebutton_of(world, server)
    change(world.board, conference_provider_id=zoom_of(world, server).id, fallback_provider_id=bbb.id)
    failing(server)
    enter(client, meeting, world.chair)
    address = urlsplit(enter(client, meeting, world.chair, seconds=15).headers["Location"])
    asked = parse_qs(address.query)
    db.session.expire_all()
    assert (address.path, asked["role"], asked["meetingID"]) == ("/join", ["MODERATOR"], [meeting.conference_room])


def test_bigbluebutton_is_told_of_the_room_at_every_entry(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=bigbluebutton_of(world, server).id)
    for _twice in range(2):
        address = urlsplit(enter(client, meeting, world.radiologist).headers["Location"])
        assert parse_qs(address.query)["role"] == ["VIEWER"]
    assert server.seen() == [("GET", "/create")] * 3
    server.answer("GET", "/create", Reply(503))
    assert enter(client, meeting, world.radiologist).status_code == 303  # who is in it is not left alone


def test_without_an_agreement_the_door_says_so(world: World, client: Client, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    make_rooms()
    server.take()
    values = {"agreement_kind": AgreementKind.DATA_PROCESSING, "agreement_signed_on": meeting.day}
    change(provider, **values, agreement_expires_on=meeting.day - timedelta(days=1))
    response = enter(client, meeting, world.chair)
    assert (response.status_code, "The room cannot be used." in response.text, server.seen()) == (200, True, [])
    change(world.board, fallback_provider_id=world.provider.id)
    assert enter(client, meeting, world.chair).headers["Location"] == "https://video.example.org/gi"
    end_rooms()
    assert deleted(server) == ["101"]


def test_a_fallback_without_an_agreement_is_none(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world)
    change(world.board, conference_provider_id=zoom_of(world, server).id, fallback_provider_id=world.provider.id)
    values = {"agreement_kind": AgreementKind.DATA_PROCESSING, "agreement_signed_on": meeting.day}
    change(world.provider, **values, agreement_expires_on=meeting.day - timedelta(days=1))
    failing(server)
    enter(client, meeting, world.radiologist)
    assert WAITING in enter(client, meeting, world.radiologist, seconds=15).text


def test_a_room_in_the_making_does_not_call_for_the_fallback(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world)
    provider = zoom_of(world, server)
    change(world.board, conference_provider_id=provider.id, fallback_provider_id=world.provider.id)
    with unit_of_work():
        room = ConferenceRoom(
            meeting_id=meeting.id,
            provider_id=provider.id,
            name=meeting.conference_room,
            state=RoomState.WANTED,
            next_try_at=meeting.starts_at + timedelta(minutes=1),
        )
        db.session.add(room)
    assert WAITING in enter(client, meeting, world.radiologist).text
    assert made(server) == 0


def test_strangers_make_no_rooms(world: World, client: Client, server: VideoServer) -> None:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    for person in (world.stranger, world.nurse, world.north_admin):
        assert enter(client, meeting, person).status_code == 404
    assert (server.seen(), there()) == ([], 0)


def test_jitsi_needs_no_room(world: World, client: Client) -> None:
    values = {"url": "https://meet.example.org", "app_id": "eboard", "secret": SECRET}
    meeting = publish(world, conference_provider_id=register(world, ProviderKind.JITSI, "Jitsi", **values).id)
    address = urlsplit(enter(client, meeting, world.radiologist).headers["Location"])
    assert (address.netloc, address.path) == ("meet.example.org", f"/{meeting.conference_room}")
