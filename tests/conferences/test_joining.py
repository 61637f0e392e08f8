"""One stable address leads into today's room: signed in, checked in, at the right time, by the right service."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.conferences import actions
from eboard.conferences.enums import ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Attendance, Meeting
from tests.client import Client
from tests.conftest import NOW
from tests.invitations.reading import change
from tests.world import World, make_meeting

SECRET = "a secret that the server shares with us"
JITSI = {"name": "Our Jitsi", "url": "https://meet.example.org", "app_id": "eboard", "secret": SECRET}


def publish(world: World, **values: Any) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, **values)


def jitsi(world: World) -> ConferenceProvider:
    facts = actions.ProviderFacts(kind=ProviderKind.JITSI, **JITSI)
    with unit_of_work():
        return actions.register_provider(
            actor=Actor(person_id=world.network_admin.id), organization=world.hub, facts=facts
        )


def test_the_fixed_link_and_the_check_in(world: World, client: Client) -> None:
    meeting = publish(world)
    with time.at(meeting.starts_at):
        client.sign_in(world.radiologist)
        for _twice in range(2):
            response = client.get(f"/join/{meeting.join_code}")
            assert (response.status_code, response.headers["Location"]) == (303, "https://video.example.org/gi")
    mark = db.session.scalars(select(Attendance)).one()
    assert (mark.person_id, mark.from_at, mark.noted_by_id) == (world.radiologist.id, meeting.starts_at, None)


@pytest.mark.parametrize(("who", "moderates"), [("chair", True), ("coordinator", True), ("radiologist", False)])
def test_jitsi_gets_a_token_for_this_room_person_and_minute(
    world: World, client: Client, who: str, *, moderates: bool
) -> None:
    provider = jitsi(world)
    meeting = publish(world, conference_provider_id=provider.id)
    person = getattr(world, who)
    moment = meeting.starts_at.replace(microsecond=0)
    with time.at(moment):
        client.sign_in(person)
        address = urlsplit(client.get(f"/join/{meeting.join_code}").headers["Location"])
    assert (address.netloc, address.path) == ("meet.example.org", f"/{meeting.conference_room}")
    token = parse_qs(address.query)["jwt"][0]
    claims = jwt.decode(token, SECRET, ["HS256"], audience="jitsi", options={"verify_exp": False, "verify_nbf": False})
    assert jwt.get_unverified_header(token)["alg"] == "HS256"
    assert {name: claims[name] for name in ("iss", "sub", "room", "nbf", "exp")} == {
        "iss": "eboard",
        "sub": "meet.example.org",
        "room": meeting.conference_room,
        "nbf": int(moment.timestamp()) - 30,
        "exp": int(moment.timestamp()) + 300,
    }
    user = claims["context"]["user"]
    assert user == {  # texts alone: the server's identity module fails on anything else
        "id": str(person.id),
        "name": person.name,
        "moderator": "true" if moderates else "false",
        "affiliation": "owner" if moderates else "member",
    }
    assert provider.sealed_credentials is not None
    assert SECRET.encode() not in provider.sealed_credentials


@pytest.mark.parametrize(
    ("minutes", "code"), [(-31, 200), (-30, 303), (120, 303), (121, 200)], ids=["early", "opens", "closes", "over"]
)
def test_the_room_is_open_from_half_an_hour_before_until_an_hour_after(
    world: World, client: Client, minutes: int, code: int
) -> None:
    meeting = publish(world)
    with time.at(meeting.starts_at + timedelta(minutes=minutes)):
        client.sign_in(world.chair)
        assert client.get(f"/join/{meeting.join_code}").status_code == code
    assert len(db.session.scalars(select(Attendance)).all()) == (code == 303)


def test_a_meeting_that_runs_late_keeps_its_door_open(world: World, client: Client) -> None:
    meeting = publish(world, state=MeetingState.LIVE)
    with time.at(meeting.starts_at + timedelta(minutes=121)):
        client.sign_in(world.chair)
        assert client.get(f"/join/{meeting.join_code}").status_code == 303
        change(meeting, state=MeetingState.CONCLUDED)
        assert "This meeting is over." in client.get(f"/join/{meeting.join_code}").text


def test_a_closed_door_says_why(world: World, client: Client) -> None:
    meeting = publish(world)
    client.sign_in(world.chair)
    assert "The room is not open yet." in client.get(f"/join/{meeting.join_code}").text
    change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW)
    assert "This meeting is canceled." in client.get(f"/join/{meeting.join_code}").text
    change(meeting, state=MeetingState.CONCLUDED)
    assert "This meeting is over." in client.get(f"/join/{meeting.join_code}").text
    change(world.board, conference_provider_id=None)
    assert "This meeting has no video room." in client.get(f"/join/{meeting.join_code}").text


def test_strangers_and_those_who_are_not_signed_in_do_not_get_in(world: World, client: Client) -> None:
    meeting = publish(world)
    with time.at(meeting.starts_at):
        response = client.get(f"/join/{meeting.join_code}")
        assert (response.status_code, "video.example.org" in response.headers.get("Location", "")) != (303, True)
        for person in (world.stranger, world.nurse):
            client.sign_in(person)
            assert client.get(f"/join/{meeting.join_code}").status_code == 404
        assert client.get("/join/nowhere").status_code == 404
    assert db.session.scalars(select(Attendance)).all() == []
