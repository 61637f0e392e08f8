"""Plan, list, publish, take off, move: the cases, the calendar's numbers and the mails follow."""

from datetime import date, time

from sqlalchemy import select

from eboard.audit import Actor
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions import agenda, plans, removals
from eboard.meetings.agenda import shown, slots
from eboard.meetings.enums import AskedAs, ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.queries import invitee_reasons
from eboard.meetings.timing import Plan
from tests.world import World, make_case

PLAN = Plan(day=date(2026, 3, 16), clock=time(14, 0), zone="America/Chicago", minutes=60)


def coordinator(world: World) -> Actor:
    return Actor(person_id=world.coordinator.id)


def planned(world: World, plan: Plan = PLAN) -> Meeting:
    with unit_of_work():
        return plans.plan_meeting(actor=coordinator(world), board=world.board, plan=plan)


def accepted(world: World, **values: object) -> Case:
    with unit_of_work():
        return make_case(
            world.north,
            world.board,
            **{
                "state": CaseState.ACCEPTED,
                "nominated_by_id": world.nurse.id,
                "referrer_id": world.physician.id,
                "presenter_id": world.physician.id,
                **values,
            },
        )


def mails() -> list[tuple[str, str]]:
    rows = db.session.execute(select(OutboxMessage.dedupe_key, OutboxMessage.recipient))
    return sorted((key.split("/")[1], recipient) for key, recipient in rows)


def test_the_whole_way_of_an_agenda(world: World) -> None:
    actor = coordinator(world)
    meeting = planned(world)
    first, second = accepted(world), accepted(world, complexity=5)
    with unit_of_work():
        agenda.list_cases(actor=actor, meeting=meeting, cases=[first, second])
    assert [(slot.item.case_id, slot.item.minutes) for slot in slots(meeting)] == [(first.id, 5), (second.id, 10)]
    assert first.state is second.state is CaseState.SCHEDULED
    assert mails() == []
    with unit_of_work():
        plans.publish_meeting(actor=actor, meeting=meeting)
    assert (meeting.state, meeting.sequence, meeting.announced_at) == (MeetingState.PUBLISHED, 0, clock.now())
    told = ("scheduled", world.nurse.email), ("scheduled", world.physician.email)
    assert mails() == sorted([*told, *told])
    reasons = invitee_reasons(meeting)
    assert reasons[world.physician.id] == {AskedAs.PRESENTER, AskedAs.REFERRER}
    assert reasons[world.chair.id] == {AskedAs.CHAIR}
    assert world.coordinator.id not in reasons
    with unit_of_work():
        removals.take_off(actor=actor, item=shown(meeting)[0])
    assert first.state is CaseState.ACCEPTED
    assert [item.position for item in shown(meeting)] == [1]
    assert mails().count(("taken_off", world.nurse.email)) == 1
    with unit_of_work():
        plans.cancel_meeting(actor=actor, meeting=meeting, reason="Snow")
    assert (meeting.state, meeting.sequence, second.state) == (MeetingState.CANCELLED, 1, CaseState.ACCEPTED)
    assert [item.state for item in meeting.items] == [ItemState.REMOVED, ItemState.REMOVED]
