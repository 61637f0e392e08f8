"""What meetings do by themselves when a case leaves or their board changes."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.actions.boards import BoardFacts, change_board
from eboard.boards.models import Board
from eboard.cases.actions.lifecycle import enter_in_error, withdraw_case
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.content import calendar_event
from eboard.invitations.queries import mine
from eboard.meetings.actions.plans import change_meeting
from eboard.meetings.enums import ItemState, MeetingEvent, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan
from tests.conftest import NOW
from tests.world import World, make_case, make_item, make_meeting

LATER = NOW + timedelta(hours=1)


def facts_of(board: Board) -> BoardFacts:
    return BoardFacts(
        name=board.name,
        tumor_sites=board.tumor_sites,
        zone=board.zone,
        usual_minutes=60,
        cutoff_hours=48,
        room="",
        rule_pack_id=board.rule_pack_id,
        conference_provider_id=board.conference_provider_id,
    )


def change(world: World, **values: Any) -> None:
    board = world.board
    with time.at(LATER), unit_of_work():
        facts = replace(facts_of(board), **values)
        change_board(actor=Actor(person_id=world.coordinator.id), board=board, facts=facts, version=board.row_version)


def set_provider(world: World, meeting: Meeting, provider_id: UUID | None) -> int:
    plan = Plan(
        day=meeting.day,
        clock=meeting.clock,
        zone=meeting.zone,
        minutes=meeting.minutes,
        room=meeting.room,
        conference_provider_id=provider_id,
    )
    actor = Actor(person_id=world.coordinator.id)
    with unit_of_work():
        change_meeting(actor=actor, meeting=meeting, plan=plan, version=meeting.row_version)
    return meeting.sequence


@pytest.mark.parametrize("leave", [withdraw_case, enter_in_error])
def test_a_case_that_leaves_is_off_the_agenda_and_out_of_calendars(world: World, leave: Any) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        other = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        item = make_item(meeting, case, presenter_id=world.nurse.id)
        stays = make_item(meeting, other, position=2)
    assert mine(world.nurse.id, meeting.id) is not None
    with time.at(LATER), unit_of_work():
        leave(actor=Actor(person_id=world.physician.id), case=case, reason="Treated elsewhere")
    assert (item.state, stays.state, stays.position) == (ItemState.REMOVED, ItemState.LISTED, 1)
    assert (calendar_event(meeting, base_url="https://eboard.example.org").case_count, meeting.announced_at) == (
        1,
        LATER,
    )
    assert mine(world.nurse.id, meeting.id) is None
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == MeetingEvent.ITEM_REMOVED)).one()
    assert (entry.actor_id, entry.details) == (world.physician.id, {"case_id": str(case.id)})


@pytest.mark.parametrize(
    ("of_meeting", "of_item"),
    [
        (MeetingState.LIVE, ItemState.LISTED),
        (MeetingState.CONCLUDED, ItemState.LISTED),
        (MeetingState.PUBLISHED, ItemState.DISCUSSED),
    ],
)
def test_what_a_meeting_did_already_stays_when_the_case_leaves(
    world: World, of_meeting: MeetingState, of_item: ItemState
) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=of_meeting)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        item = make_item(meeting, case, state=of_item)
    with unit_of_work():
        enter_in_error(actor=Actor(person_id=world.physician.id), case=case, reason="Wrong patient")
    assert item.state is of_item


def test_a_board_with_another_name_or_video_service_dates_its_announced_meetings_anew(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
    version = meeting.row_version
    change(world, room="Room 4")
    assert meeting.announced_at is None
    change(world, name="Gastro eBoard")
    assert (meeting.announced_at, planned.announced_at, meeting.row_version) == (LATER, None, version)
    with unit_of_work():
        meeting.announced_at = None
    change(world, conference_provider_id=None if world.board.conference_provider_id else world.provider.id)
    assert meeting.announced_at == LATER


def test_3_4_the_first_video_room_and_the_loss_of_the_only_one_raise_the_sequence(world: World) -> None:
    with unit_of_work():
        world.board.conference_provider_id = None
        meeting = make_meeting(world.board)
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
    assert set_provider(world, meeting, world.provider.id) == 1
    assert set_provider(world, meeting, None) == 2
    assert set_provider(world, planned, world.provider.id) == 0
    with unit_of_work():
        world.board.conference_provider_id = world.provider.id
    assert set_provider(world, meeting, world.provider.id) == 2
