"""Rooms are made ahead, once, in time; they are ended when no meeting wants them; and failures wait their turn."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit.actor import SYSTEM
from eboard.audit.models import AuditEntry
from eboard.conferences import jobs
from eboard.conferences.actions import claim_room, note_made, note_problem
from eboard.conferences.actions.rooms import END_TRIES, claim_ending
from eboard.conferences.enums import AgreementKind, Problem, RoomState
from eboard.conferences.jobs import end_rooms, make_rooms, prepare_room
from eboard.conferences.models import ConferenceRoom
from eboard.conferences.queries import join_address_of
from eboard.conferences.services.calls import ServiceError
from eboard.conferences.services.service import Made
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries.rooms import is_wanted, to_end, to_make, wish_of
from eboard.meetings.timing import Plan
from tests.conferences.server import Reply, VideoServer
from tests.conferences.services import MEETINGS, bigbluebutton_of, deleted, made, zoom_of, zoom_room
from tests.conftest import NOW
from tests.invitations.reading import change
from tests.world import World, make_meeting


def publish(world: World, **values: Any) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board, **values)


def rooms() -> list[ConferenceRoom]:
    db.session.expire_all()
    return list(db.session.scalars(select(ConferenceRoom).order_by(ConferenceRoom.id)))


def states() -> list[RoomState]:
    return [room.state for room in rooms()]


def test_a_published_meeting_gets_its_room_once(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    assert [make_rooms(), make_rooms()] == [1, 0]
    assert made(server) == 1
    (room,) = rooms()
    assert (room.meeting_id, room.provider_id, room.name) == (meeting.id, provider.id, meeting.conference_room)
    assert (room.state, room.external_id, room.attempts, room.last_problem) == (RoomState.READY, "101", 0, "")
    assert join_address_of(room) == "https://zoom.example/j/101"
    assert room.sealed_join is not None
    assert b"zoom.example" not in room.sealed_join
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "conference_room.made")).one()
    assert (entry.subject_id, entry.chain_id) == (room.id, world.hub.id)
    assert "zoom.example" not in str(entry.details)


@pytest.mark.parametrize(
    ("minutes", "starts_in", "length"),
    [(-3, 3, 60), (-2, 2, 60), (0, 2, 58), (20, 2, 38), (50, 2, 10), (110, 2, 10)],
)
def test_a_room_that_is_made_late_begins_in_a_moment_and_lasts_as_long_as_services_ask(
    world: World, minutes: int, starts_in: int, length: int
) -> None:
    meeting = publish(world)
    moment = meeting.starts_at + timedelta(minutes=minutes)
    with time.at(moment):
        wish = wish_of(meeting)
    assert (wish.starts_at, wish.minutes) == (moment + timedelta(minutes=starts_in), length)


def test_publishing_asks_no_service(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id, state=MeetingState.PLANNED, published_at=None)
    assert make_rooms() == 0
    with unit_of_work():
        publish_meeting(actor=SYSTEM, meeting=meeting)
    assert (meeting.state, server.seen()) == (MeetingState.PUBLISHED, [])
    assert make_rooms() == 1


@pytest.mark.parametrize(
    ("days", "is_time"), [(14, True), (15, False), (-1, False)], ids=["in time", "far ahead", "over"]
)
def test_a_room_is_made_two_weeks_ahead(world: World, server: VideoServer, days: int, *, is_time: bool) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    with time.at(meeting.starts_at - timedelta(days=days)):
        assert to_make() == ([meeting.id] if is_time else [])


def test_a_room_nobody_waits_in_is_made_shortly_before_the_door_opens(world: World, server: VideoServer) -> None:
    provider = bigbluebutton_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    with time.at(meeting.starts_at - timedelta(minutes=36)):
        assert make_rooms() == 0
    with time.at(meeting.starts_at - timedelta(minutes=35)):
        assert make_rooms() == 1
    (room,) = rooms()
    assert (room.state, room.sealed_join) == (RoomState.READY, None)


def test_services_that_need_no_room_get_none(world: World) -> None:
    meeting = publish(world)
    assert make_rooms() == 0
    prepare_room(meeting.id, timeout=1)
    assert rooms() == []


def test_without_an_agreement_no_room_is_made(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    yesterday = NOW.date() - timedelta(days=1)
    kind = AgreementKind.BUSINESS_ASSOCIATE
    change(provider, agreement_kind=kind, agreement_signed_on=yesterday, agreement_expires_on=yesterday)
    assert make_rooms() == 0
    prepare_room(meeting.id, timeout=1)
    assert (server.seen(), rooms()) == ([], [])


def test_a_failure_is_tried_again_later_and_later(
    world: World, server: VideoServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    provider = zoom_of(world, server)
    publish(world, conference_provider_id=provider.id)
    server.answer("POST", MEETINGS, Reply(500, "the secret reason"))
    waits, moment = [], NOW
    for _try in range(8):
        with time.at(moment):
            make_rooms()
            assert make_rooms() == 0
        (room,) = rooms()
        assert room.next_try_at is not None
        waits.append((room.next_try_at - moment).total_seconds())
        moment = room.next_try_at
    assert waits == [15, 30, 60, 120, 240, 480, 900, 900]
    assert (room.state, room.attempts, room.last_problem) == (RoomState.FAILED, 8, "down 500")
    server.answer("POST", MEETINGS, zoom_room(101))
    with time.at(moment):
        make_rooms()
    (room,) = rooms()
    assert (room.state, room.attempts, room.last_problem, room.next_try_at) == (RoomState.READY, 0, "", None)
    assert [word for word in ("secret", "token-of-ours", server.url) if word in caplog.text] == []


def test_the_wait_a_service_asks_for_is_kept(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    publish(world, conference_provider_id=provider.id)
    server.answer("POST", MEETINGS, Reply(429, headers={"Retry-After": "300"}), zoom_room(101))
    make_rooms()
    (room,) = rooms()
    assert (room.last_problem, room.next_try_at) == ("limited 429", NOW + timedelta(seconds=300))
    with time.at(NOW + timedelta(seconds=299)):
        assert make_rooms() == 0
    with time.at(NOW + timedelta(seconds=300)):
        assert make_rooms() == 1
    assert states() == [RoomState.READY]


@pytest.mark.parametrize(
    "reply", [Reply(429, headers={"Retry-After": "300"}), Reply(503, headers={"Retry-After": "300"})]
)
def test_a_service_that_is_limited_or_down_is_left_alone_with_all_its_rooms(
    world: World, server: VideoServer, reply: Reply
) -> None:
    provider, other = zoom_of(world, server), zoom_of(world, server, name="Another")
    first = publish(world, conference_provider_id=provider.id)
    publish(world, conference_provider_id=provider.id, day=first.day + timedelta(days=1))
    third = publish(world, conference_provider_id=other.id, day=first.day + timedelta(days=2))
    server.answer("POST", MEETINGS, reply, zoom_room(101))
    make_rooms()
    assert made(server) == 2
    assert [room.meeting_id for room in rooms() if room.state is RoomState.READY] == [third.id]
    with time.at(NOW + timedelta(seconds=299)):
        make_rooms()
    assert made(server) == 0
    with time.at(NOW + timedelta(seconds=300)):
        make_rooms()
    assert states() == [RoomState.READY] * 3


def test_a_service_that_asked_to_wait_is_not_asked_to_end_a_room(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    publish(world, conference_provider_id=meeting.conference_provider_id, day=meeting.day + timedelta(days=1))
    server.answer("POST", MEETINGS, Reply(429, headers={"Retry-After": "300"}))
    make_rooms()
    change(meeting, state=MeetingState.CANCELLED)
    end_rooms()
    assert deleted(server) == []
    with time.at(NOW + timedelta(seconds=300)):
        end_rooms()
    assert deleted(server) == ["101"]


def test_one_bad_service_does_not_hold_up_another(world: World, server: VideoServer) -> None:
    bad, good = zoom_of(world, server, name="Bad"), zoom_of(world, server)
    change(bad, url="http://zoom.example", sealed_credentials=b"nonsense")
    first = publish(world, conference_provider_id=bad.id)
    second = publish(world, conference_provider_id=good.id, day=first.day + timedelta(days=1))
    assert make_rooms() == 1
    assert [(room.meeting_id, room.state) for room in rooms()] == [(second.id, RoomState.READY)]


def test_two_who_claim_at_once_get_one_room(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    values = {"meeting_id": meeting.id, "provider": provider, "name": meeting.conference_room}
    with unit_of_work():
        assert claim_room(**values) is not None
    with unit_of_work():
        assert claim_room(**values) is None
    assert make_rooms() == 0
    with time.at(NOW + timedelta(minutes=1)):  # whoever took it is gone
        assert make_rooms() == 1
    assert (states(), made(server)) == ([RoomState.READY], 1)


def test_a_room_that_was_replaced_while_it_was_made_is_ended(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    with unit_of_work():
        room = claim_room(meeting_id=meeting.id, provider=provider, name=meeting.conference_room)
    assert room is not None
    change(room, state=RoomState.REPLACED)
    change(meeting, conference_room="another")
    with unit_of_work():
        note_made(actor=SYSTEM, room=room, made=Made("101", "https://zoom.example/j/101"))
    assert (states(), end_rooms(), states(), deleted(server)) == (
        [RoomState.REPLACED],
        1,
        [RoomState.ENDED],
        ["101"],
    )


def ready(world: World, server: VideoServer) -> Meeting:
    meeting = publish(world, conference_provider_id=zoom_of(world, server).id)
    make_rooms()
    server.take()
    return meeting


def test_a_room_that_is_wanted_stays(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    for state, moment in (
        (MeetingState.PUBLISHED, NOW),
        (MeetingState.PUBLISHED, meeting.ends_at + timedelta(minutes=60)),
        (MeetingState.LIVE, meeting.ends_at + timedelta(hours=9)),
    ):
        change(meeting, state=state)
        with time.at(moment):
            assert to_end() == []
    change(meeting, state=MeetingState.CONCLUDED, concluded_at=meeting.ends_at)
    with time.at(meeting.ends_at + timedelta(minutes=14)):
        assert to_end() == []
    with time.at(meeting.ends_at + timedelta(minutes=15)):
        assert len(to_end()) == 1


def test_the_room_of_a_cancelled_meeting_is_ended_and_made_anew_when_it_is_held_after_all(
    world: World, server: VideoServer
) -> None:
    meeting = ready(world, server)
    with unit_of_work():
        cancel_meeting(actor=SYSTEM, meeting=meeting, reason="Snow")
    assert [end_rooms(), end_rooms()] == [1, 0]
    (room,) = rooms()
    assert (room.state, room.sealed_join, deleted(server)) == (RoomState.ENDED, None, ["101"])
    with unit_of_work():
        publish_meeting(actor=SYSTEM, meeting=meeting)
    make_rooms()
    (room,) = rooms()
    assert (room.state, room.external_id) == (RoomState.READY, "102")


def test_a_meeting_that_was_never_run_gives_its_room_up(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    with time.at(meeting.ends_at + timedelta(minutes=61)):
        assert end_rooms() == 1
    assert deleted(server) == ["101"]


def test_a_meeting_that_moves_gets_a_room_for_its_new_time(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    later = meeting.day + timedelta(days=1)
    plan = Plan(
        day=later,
        clock=meeting.clock,
        zone=meeting.zone,
        minutes=60,
        conference_provider_id=meeting.conference_provider_id,
    )
    with unit_of_work():
        change_meeting(actor=SYSTEM, meeting=meeting, plan=plan, version=meeting.row_version)
    make_rooms()
    asked = [call.json["start_time"] for call in server.take() if call.path == MEETINGS]
    end_rooms()
    assert (asked, deleted(server)) == (["2026-03-10T19:00:00Z"], ["101"])
    assert states() == [RoomState.ENDED, RoomState.READY]


def test_another_service_of_the_board_takes_over_for_all_meetings(world: World, server: VideoServer) -> None:
    first, second = zoom_of(world, server), zoom_of(world, server, name="Another")
    change(world.board, conference_provider_id=first.id)
    publish(world)
    make_rooms()
    change(world.board, conference_provider_id=second.id)
    make_rooms()
    end_rooms()
    assert [(room.provider_id, room.state) for room in rooms()] == [
        (first.id, RoomState.ENDED),
        (second.id, RoomState.READY),
    ]


def test_ending_that_fails_is_tried_again_and_at_last_given_up(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    server.answer("PUT", "/v2/meetings/101/status", Reply(500))
    change(meeting, state=MeetingState.CANCELLED)
    moment = NOW
    for _try in range(END_TRIES):
        assert states() == [RoomState.READY]
        with time.at(moment):
            assert end_rooms() == 1
            assert end_rooms() == 0
        (room,) = rooms()
        assert room.next_try_at is not None
        moment = room.next_try_at
    assert (room.state, room.last_problem) == (RoomState.ENDED, "down 500")
    with time.at(moment + timedelta(days=1)):
        assert end_rooms() == 0


def test_a_room_that_never_came_to_be_needs_no_service_to_end(world: World, server: VideoServer) -> None:
    provider = zoom_of(world, server)
    meeting = publish(world, conference_provider_id=provider.id)
    server.answer("POST", MEETINGS, Reply(500))
    make_rooms()
    change(rooms()[0], state=RoomState.REPLACED)
    change(meeting, conference_room="another", state=MeetingState.CANCELLED)
    server.take()
    with time.at(NOW + timedelta(minutes=1)):
        assert end_rooms() == 1
    assert (states(), server.seen()) == ([RoomState.ENDED], [])


def test_a_room_that_is_at_work_or_gone_is_not_taken_for_ending(world: World, server: VideoServer) -> None:
    ready(world, server)
    (room,) = rooms()
    with unit_of_work():
        assert claim_ending(room=room)
        assert not claim_ending(room=room)
        room.state, room.next_try_at = RoomState.ENDED, None
        assert not claim_ending(room=room)


def test_a_room_that_somebody_else_is_ending_is_left_alone(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    change(meeting, state=MeetingState.CANCELLED)
    (room,) = rooms()
    with unit_of_work():
        assert claim_ending(room=room)
    jobs._end(room.id)
    assert (server.seen(), states()) == ([], [RoomState.READY])


def test_a_problem_of_a_room_that_is_ended_changes_no_state(world: World, server: VideoServer) -> None:
    ready(world, server)
    (room,) = rooms()
    with unit_of_work():
        room.attempts, room.state = 1, RoomState.ENDED
        note_problem(room=room, error=ServiceError(Problem.DOWN))
    assert (room.state, room.last_problem) == (RoomState.ENDED, "down")


def test_the_tables_are_asked_a_constant_number_of_times(
    world: World, server: VideoServer, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    meeting = ready(world, server)
    one = (count_queries(to_make), count_queries(to_end))
    for days in (1, 2):
        publish(world, conference_provider_id=meeting.conference_provider_id, day=meeting.day + timedelta(days=days))
    make_rooms()
    db.session.expire_all()
    assert count_queries(to_make) <= one[0] + 1
    assert count_queries(to_end) <= one[1] + 1


def test_a_concluded_meeting_without_its_instant_wants_no_room(world: World, server: VideoServer) -> None:
    meeting = ready(world, server)
    change(meeting, state=MeetingState.CONCLUDED)
    assert not is_wanted(rooms()[0], meeting, NOW)
