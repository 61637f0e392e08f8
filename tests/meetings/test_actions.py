"""What the actions of meetings allow, refuse, store and tell."""

from datetime import date, time, timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from sqlalchemy import select

from eboard.attendance.actions.checking import check_in, check_out
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.conferences.models import ConferenceProvider
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.core.ids import new_id
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions import agenda, guests, order, plans, removals, running
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState, Presence
from eboard.meetings.models import Meeting
from eboard.meetings.queries import invitee_reasons
from eboard.meetings.timing import Plan
from eboard.people.enums import PersonState
from tests.conftest import NOW
from tests.world import World, make_board, make_case, make_item, make_meeting, make_organization

PLAN = Plan(day=date(2026, 3, 16), clock=time(14, 0), zone="America/Chicago", minutes=60)
LATE = NOW + timedelta(days=6, hours=12)  # within the 48 hours before the meeting of 9 March


@pytest.fixture
def actor(world: World) -> Actor:
    return Actor(person_id=world.coordinator.id)


@pytest.fixture
def meeting(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board)


def accepted(world: World, **values: Any) -> Case:
    with unit_of_work():
        return make_case(
            world.north, world.board, **{"state": CaseState.ACCEPTED, "nominated_by_id": world.nurse.id, **values}
        )


def listed(actor: Actor, meeting: Meeting, *cases: Case) -> list[Any]:
    with unit_of_work():
        return agenda.list_cases(actor=actor, meeting=meeting, cases=cases)


def told() -> list[str]:
    keys = db.session.scalars(select(OutboxMessage.dedupe_key))
    return sorted(key.split("/")[1] for key in keys if key.startswith("agenda/"))


def refused(action: Any, **arguments: Any) -> DomainError:
    with pytest.raises(DomainError) as caught, unit_of_work():
        action(**arguments)
    return caught.value


# planning and changing


def test_a_change_of_time_or_place_raises_the_sequence_once_published(actor: Actor, meeting: Meeting) -> None:
    def change(plan: Plan) -> int:
        with unit_of_work():
            plans.change_meeting(actor=actor, meeting=meeting, plan=plan, version=meeting.row_version)
        return meeting.sequence

    moved = Plan(day=meeting.day, clock=time(15, 0), zone=meeting.zone, minutes=60)
    assert change(moved) == 1
    assert meeting.announced_at == NOW
    assert change(moved) == 1
    assert change(Plan(day=meeting.day, clock=time(15, 0), zone=meeting.zone, minutes=60, room="R1")) == 2
    assert change(Plan(day=meeting.day, clock=time(15, 0), zone=meeting.zone, minutes=60, room="R1", note="n")) == 2
    assert meeting.starts_at.hour == 20


def test_a_change_of_a_plan_raises_nothing(world: World, actor: Actor) -> None:
    with unit_of_work():
        meeting = plans.plan_meeting(actor=actor, board=world.board, plan=PLAN)
    with unit_of_work():
        plan = Plan(day=PLAN.day, clock=time(9, 0), zone="Europe/London", minutes=30)
        plans.change_meeting(actor=actor, meeting=meeting, plan=plan, version=1)
    assert (meeting.sequence, meeting.announced_at, meeting.zone) == (0, None, "Europe/London")
    assert meeting.uid == f"{meeting.id}@eboard.example.org"
    assert meeting.panel_access_until == meeting.ends_at + timedelta(days=30)


def test_the_video_service_must_be_the_hosts(world: World, actor: Actor, meeting: Meeting) -> None:
    with unit_of_work():
        other = make_organization("WEST")
        db.session.flush()
        foreign = ConferenceProvider(
            organization_id=other.id, kind=world.provider.kind, name="x", url="https://x.example"
        )
        db.session.add(foreign)
    values = {"day": meeting.day, "clock": meeting.clock, "zone": meeting.zone, "minutes": meeting.minutes}
    for provider_id in (foreign.id, new_id()):
        plan = Plan(**values, conference_provider_id=provider_id)
        error = refused(plans.change_meeting, actor=actor, meeting=meeting, plan=plan, version=meeting.row_version)
        assert error.field == "conference_provider_id"
    plan = Plan(**values, conference_provider_id=world.provider.id)
    with clock.at(NOW + timedelta(hours=1)), unit_of_work():
        plans.change_meeting(actor=actor, meeting=meeting, plan=plan, version=meeting.row_version)
    assert (meeting.sequence, meeting.announced_at) == (0, NOW + timedelta(hours=1))


@pytest.mark.parametrize("state", [MeetingState.LIVE, MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_a_meeting_that_runs_or_is_over_keeps_its_time(actor: Actor, meeting: Meeting, state: MeetingState) -> None:
    with unit_of_work():
        meeting.state = state
    refused(plans.change_meeting, actor=actor, meeting=meeting, plan=PLAN, version=meeting.row_version)


def test_cancelling_needs_a_reason_and_a_cancelled_meeting_can_be_published_again(
    actor: Actor, meeting: Meeting
) -> None:
    assert refused(plans.cancel_meeting, actor=actor, meeting=meeting, reason="  ").field == "reason"
    with unit_of_work():
        plans.cancel_meeting(actor=actor, meeting=meeting, reason="Snow")
    assert (meeting.state, meeting.sequence, meeting.cancel_reason) == (MeetingState.CANCELLED, 1, "Snow")
    with unit_of_work():
        plans.publish_meeting(actor=actor, meeting=meeting)
    assert (meeting.state, meeting.sequence, meeting.cancel_reason) == (MeetingState.PUBLISHED, 2, "")
    refused(plans.publish_meeting, actor=actor, meeting=meeting)
    with clock.at(meeting.ends_at):
        assert refused(plans.publish_meeting, actor=actor, meeting=meeting).field == "day"


def test_the_care_team_hears_of_a_new_time_and_of_a_cancelled_meeting(
    world: World, actor: Actor, meeting: Meeting
) -> None:
    case = accepted(world)
    listed(actor, meeting, case, accepted(world, state=CaseState.NOTED))
    with unit_of_work():
        plans.change_meeting(actor=actor, meeting=meeting, plan=PLAN, version=meeting.row_version)
    with unit_of_work():
        plans.cancel_meeting(actor=actor, meeting=meeting, reason="Snow")
    assert told() == ["moved", "scheduled", "taken_off"]
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("agenda/"))).all()
    parts = {row.dedupe_key.split("/")[1]: message_from_bytes(row.body or b"", policy=default) for row in rows}
    bodies = {
        kind: part.get_content()
        for kind, message in parts.items()
        for part in message.walk()
        if part.get_content_type() == "text/plain"
    }
    assert all(case.number in body and case.question not in body for body in bodies.values())
    assert {row.dedupe_key.split("/")[1]: row.state for row in rows} == {
        "scheduled": MailState.SUPERSEDED, "moved": MailState.SUPERSEDED, "taken_off": MailState.QUEUED,
    }  # fmt: skip
    assert "13:00" in bodies["moved"]  # 14:00 in Chicago after 8 March, on the clocks of Mexico City


# the agenda


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (CaseState.SUBMITTED, "A case that is “Submitted” cannot become “Scheduled”."),
        (CaseState.SCHEDULED, "is on an agenda already. Move it from there."),
    ],
)
def test_only_an_accepted_case_is_listed(
    world: World, actor: Actor, meeting: Meeting, state: CaseState, sentence: str
) -> None:
    error = refused(agenda.list_case, actor=actor, meeting=meeting, case=accepted(world, state=state))
    assert sentence in error.message


@pytest.mark.parametrize("state", [CaseState.DEFERRED, CaseState.NOT_DISCUSSED])
def test_a_case_that_waits_again_is_listed_by_way_of_accepted(
    world: World, actor: Actor, meeting: Meeting, state: CaseState
) -> None:
    case = accepted(world, state=state)
    listed(actor, meeting, case)
    assert {step.to_state for step in case.transitions} == {CaseState.ACCEPTED, CaseState.SCHEDULED}


def test_a_noted_case_is_listed_without_minutes_and_stays_noted(world: World, actor: Actor, meeting: Meeting) -> None:
    case = accepted(world, state=CaseState.NOTED)
    (item,) = listed(actor, meeting, case)
    assert (item.state, item.minutes, case.state) == (ItemState.NOTED, 0, CaseState.NOTED)
    assert "is on this agenda already" in refused(agenda.list_case, actor=actor, meeting=meeting, case=case).message
    with unit_of_work():
        removals.take_off(actor=actor, item=item)
    assert (item.state, case.state, told()) == (ItemState.REMOVED, CaseState.NOTED, [])


def test_a_case_of_another_board_an_ended_meeting_and_nothing_are_refused(
    world: World, actor: Actor, meeting: Meeting
) -> None:
    with unit_of_work():
        other = make_board(world.hub, code="LUNG")
    elsewhere = accepted(world, board_id=other.id)
    refused(agenda.list_case, actor=actor, meeting=meeting, case=elsewhere)
    refused(agenda.list_cases, actor=actor, meeting=meeting, cases=[])
    with unit_of_work():
        meeting.state = MeetingState.CONCLUDED
    refused(agenda.list_case, actor=actor, meeting=meeting, case=accepted(world))


def test_past_the_cutoff_a_reason_is_asked_stored_and_audited(world: World, actor: Actor, meeting: Meeting) -> None:
    case = accepted(world)
    with clock.at(LATE):
        assert refused(agenda.list_case, actor=actor, meeting=meeting, case=case).field == "late_reason"
        with unit_of_work():
            item = agenda.list_case(actor=actor, meeting=meeting, case=case, late_reason=" Bleeding ")
        assert item.late_reason == "Bleeding"
        with unit_of_work():
            removals.take_off(actor=actor, item=item)
        with unit_of_work():
            agenda.put_back(actor=actor, item=item)
    assert (item.state, item.late_reason) == (ItemState.LISTED, "Bleeding")
    late = [
        entry.details["is_late"]
        for entry in db.session.scalars(select(AuditEntry).where(AuditEntry.event == "meeting.item_listed"))
    ]
    assert late == [True, True]


def test_putting_back_past_the_cutoff_needs_no_new_reason(world: World, actor: Actor, meeting: Meeting) -> None:
    (item,) = listed(actor, meeting, accepted(world))
    with unit_of_work():
        agenda.change_item(actor=actor, item=item, minutes=17, presenter_id=world.chair.id)
    with clock.at(LATE):
        with unit_of_work():
            removals.take_off(actor=actor, item=item)
        with unit_of_work():
            agenda.put_back(actor=actor, item=item)
    assert (item.minutes, item.presenter_id, item.late_reason) == (
        17,
        world.chair.id,
        "Put back after it was taken off",
    )


def test_a_new_presenter_is_asked_and_an_unknown_one_refused(world: World, actor: Actor, meeting: Meeting) -> None:
    (item,) = listed(actor, meeting, accepted(world))
    for presenter_id in (new_id(), world.nurse.id, None):
        with unit_of_work():
            world.nurse.state = world.chair.state
        if presenter_id is not None and presenter_id != world.nurse.id:
            error = refused(agenda.change_item, actor=actor, item=item, minutes=5, presenter_id=presenter_id)
            assert error.field == "presenter"
            continue
        with unit_of_work():
            agenda.change_item(actor=actor, item=item, minutes=5, presenter_id=presenter_id)
        assert (world.nurse.id in invitee_reasons(meeting)) is (presenter_id is not None)
    assert refused(agenda.change_item, actor=actor, item=item, minutes=121, presenter_id=None).field == "minutes"
    with unit_of_work():
        meeting.state = MeetingState.CONCLUDED
    refused(agenda.change_item, actor=actor, item=item, minutes=5, presenter_id=None)


def test_a_case_moves_to_another_meeting_with_its_people(world: World, actor: Actor, meeting: Meeting) -> None:
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16))
        other = make_meeting(make_board(world.hub, code="LUNG"), date(2026, 3, 17))
    case = accepted(world)
    (item,) = listed(actor, meeting, case)
    for target in (meeting, other):
        assert refused(agenda.transfer, actor=actor, item=item, meeting=target).field == "meeting"
    with unit_of_work():
        moved = agenda.transfer(actor=actor, item=item, meeting=later)
    assert (item.state, moved.state, case.state) == (ItemState.REMOVED, ItemState.LISTED, CaseState.SCHEDULED)
    assert (shown(meeting), shown(later)) == ([], [moved])
    with unit_of_work():
        back = agenda.transfer(actor=actor, item=moved, meeting=meeting)
    assert back is item
    assert told() == ["moved", "moved", "scheduled"]


def test_what_was_discussed_and_what_is_over_stays(world: World, actor: Actor, meeting: Meeting) -> None:
    first, second = listed(actor, meeting, accepted(world), accepted(world))
    with unit_of_work():
        first.started_at = NOW
    refused(removals.take_off, actor=actor, item=first)
    with unit_of_work():
        meeting.state = MeetingState.CONCLUDED
    refused(removals.take_off, actor=actor, item=second)
    refused(order.shift, actor=actor, item=second, steps=-1)


def test_an_order_is_taken_whole_or_not_at_all(world: World, actor: Actor, meeting: Meeting) -> None:
    first, second = listed(actor, meeting, accepted(world), accepted(world))
    version = meeting.row_version
    with pytest.raises(StaleError), unit_of_work():
        order.reorder(actor=actor, meeting=meeting, order=[first.id], version=version)
    with unit_of_work():
        order.reorder(actor=actor, meeting=meeting, order=[second.id, first.id], version=version)
    assert shown(meeting) == [second, first]
    with pytest.raises(StaleError), unit_of_work():
        order.reorder(actor=actor, meeting=meeting, order=[first.id, second.id], version=version)


# guests


def test_a_guest_is_asked_once_and_taken_back(world: World, actor: Actor, meeting: Meeting) -> None:
    with unit_of_work():
        guests.add_guest(actor=actor, meeting=meeting, person=world.nurse)
    assert world.nurse.id in invitee_reasons(meeting)
    assert refused(guests.add_guest, actor=actor, meeting=meeting, person=world.nurse).field == "person"
    with unit_of_work():
        guests.remove_guest(actor=actor, meeting=meeting, person=world.nurse)
    assert world.nurse.id not in invitee_reasons(meeting)
    with unit_of_work():
        world.nurse.state = PersonState.DEACTIVATED
    refused(guests.add_guest, actor=actor, meeting=meeting, person=world.nurse)
    with unit_of_work():
        meeting.state = MeetingState.CANCELLED
    refused(guests.add_guest, actor=actor, meeting=meeting, person=world.chair)


# the running meeting


def test_clocks_run_one_at_a_time(world: World, actor: Actor, meeting: Meeting) -> None:
    first, second = listed(actor, meeting, accepted(world), accepted(world))
    refused(running.start_item, actor=actor, item=first)
    with unit_of_work():
        running.start_meeting(actor=actor, meeting=meeting)
        running.start_item(actor=actor, item=first)
    with clock.at(NOW + timedelta(minutes=6)), unit_of_work():
        running.start_item(actor=actor, item=second)
    assert (first.started_at, first.ended_at) == (NOW, NOW + timedelta(minutes=6))
    refused(running.stop_item, actor=actor, item=first)
    with unit_of_work():
        running.start_item(actor=actor, item=first)
    assert (first.started_at, first.ended_at) == (NOW, None)


def test_an_add_on_takes_a_submitted_case_and_its_reason(world: World, actor: Actor, meeting: Meeting) -> None:
    case = accepted(world, state=CaseState.SUBMITTED)
    refused(agenda.add_on, actor=actor, meeting=meeting, case=case, reason="Bleeding")
    with unit_of_work():
        running.start_meeting(actor=actor, meeting=meeting)
    assert refused(agenda.add_on, actor=actor, meeting=meeting, case=case, reason=" ").field == "reason"
    with clock.at(meeting.starts_at):
        with unit_of_work():
            item = agenda.add_on(actor=actor, meeting=meeting, case=case, reason="Bleeding")
        with unit_of_work():
            agenda.add_on(actor=actor, meeting=meeting, case=accepted(world), reason="Also bleeding")
    assert (item.late_reason, case.state, case.accepted_at) == ("Bleeding", CaseState.SCHEDULED, meeting.starts_at)


def test_conclusion_rolls_over_what_was_not_discussed(world: World, actor: Actor, meeting: Meeting) -> None:
    cases = [accepted(world) for _ in range(5)]
    running_on, ticked, left, said, withdrawn = listed(actor, meeting, *cases)
    refused(running.conclude_meeting, actor=actor, meeting=meeting, discussed=[])
    with unit_of_work():
        running.start_meeting(actor=actor, meeting=meeting)
        running.start_item(actor=actor, item=running_on)
        check_in(actor=actor, meeting=meeting, person=world.chair, presence=Presence.ROOM)
        move_case(actor=actor, case=ticked.case, to=CaseState.DISCUSSED)  # its outcome was recorded already
        said.state = ItemState.NOT_DISCUSSED
        move_case(actor=actor, case=said.case, to=CaseState.NOT_DISCUSSED)
        move_case(actor=actor, case=withdrawn.case, to=CaseState.WITHDRAWN)
    with unit_of_work():
        running.conclude_meeting(actor=actor, meeting=meeting, discussed=[running_on.id, ticked.id])
    assert [item.state for item in shown(meeting)] == [
        *[ItemState.DISCUSSED] * 2,
        *[ItemState.NOT_DISCUSSED] * 3,
    ]
    assert [case.state for case in cases] == [
        *[CaseState.DISCUSSED] * 2,
        *[CaseState.ACCEPTED] * 2,
        CaseState.WITHDRAWN,
    ]
    assert [case.rollovers for case in cases] == [0, 0, 1, 1, 0]
    assert told().count("rolled_over") == 2
    assert (running_on.ended_at, meeting.attendances[0].to_at, left.started_at) == (NOW, NOW, None)


def test_what_came_out_of_a_case_stays_at_cancellation_and_conclusion(
    world: World, actor: Actor, meeting: Meeting
) -> None:
    first, second = listed(actor, meeting, accepted(world), accepted(world))
    with unit_of_work():
        first.state = ItemState.DEFERRED
        move_case(actor=actor, case=first.case, to=CaseState.DEFERRED)
        running.start_meeting(actor=actor, meeting=meeting)
    with unit_of_work():
        running.conclude_meeting(actor=actor, meeting=meeting, discussed=[second.id])
    assert [item.state for item in shown(meeting)] == [ItemState.DEFERRED, ItemState.DISCUSSED]
    with unit_of_work():
        removals.empty_agenda(actor=actor, meeting=meeting)
    assert [item.state for item in shown(meeting)] == [ItemState.DEFERRED, ItemState.DISCUSSED]


def test_check_in_is_noted_once_and_by_whom(world: World, actor: Actor, meeting: Meeting) -> None:
    me = Actor(person_id=world.chair.id)
    with unit_of_work():
        mark = check_in(actor=me, meeting=meeting, person=world.chair, presence=Presence.VIDEO)
        again = check_in(actor=actor, meeting=meeting, person=world.chair, presence=Presence.ROOM)
        byhand = check_in(actor=actor, meeting=meeting, person=world.deputy, presence=Presence.PHONE)
    assert again is mark
    assert (mark.noted_by_id, byhand.noted_by_id) == (None, world.coordinator.id)
    with unit_of_work():
        check_out(actor=me, meeting=meeting, person=world.chair)
        check_out(actor=me, meeting=meeting, person=world.chair)
        check_in(actor=me, meeting=meeting, person=world.chair, presence=Presence.VIDEO)
    assert [one.to_at for one in meeting.attendances if one.person_id == world.chair.id] == [NOW, None]
    with unit_of_work():
        meeting.state = MeetingState.CONCLUDED
    refused(check_in, actor=me, meeting=meeting, person=world.nurse, presence=Presence.VIDEO)


def test_nobody_hears_of_an_agenda_that_is_only_planned(world: World, actor: Actor) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, nominated_by_id=world.nurse.id)
        make_item(meeting, case)
        noted = make_case(world.north, world.board, state=CaseState.NOTED, nominated_by_id=world.nurse.id)
        make_item(meeting, noted, 2, state=ItemState.NOTED)
    with unit_of_work():
        plans.change_meeting(actor=actor, meeting=meeting, plan=PLAN, version=meeting.row_version)
    assert told() == []
    with unit_of_work():
        plans.publish_meeting(actor=actor, meeting=meeting)
    assert told() == ["scheduled"]
