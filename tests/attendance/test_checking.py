"""Coming and going, and what closes a stretch."""

import pytest
from sqlalchemy import select

from eboard.attendance.actions import checking
from eboard.attendance.actions.checking import check_in
from eboard.attendance.jobs import close_silent
from eboard.attendance.queries import SILENT_AFTER
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.actions.running import conclude_meeting
from eboard.meetings.enums import Ending, Learned, MeetingState, Presence
from eboard.meetings.models import Attendance
from tests.attendance.scenes import after, by, make_live, refused, there
from tests.client import Client
from tests.world import World


def stretches() -> list[Attendance]:
    db.session.expire_all()
    return list(db.session.scalars(select(Attendance).order_by(Attendance.from_at, Attendance.id)))


def test_who_says_so_has_left_and_who_is_noted_has(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0, 20)
    there(meeting, world.deputy, 0, 30, actor=by(world.coordinator))
    found = [(one.to_at, one.ended, one.learned, one.noted_by_id) for one in meeting.attendances]
    assert found == [
        (after(20), Ending.SAID, Learned.SELF, None),
        (after(30), Ending.NOTED, Learned.NOTED, world.coordinator.id),
    ]


def test_leaving_closes_every_stretch_that_two_check_ins_at_once_began(world: World) -> None:
    meeting = make_live(world)
    with unit_of_work():
        for _ in range(2):
            meeting.attendances.append(
                Attendance(person_id=world.chair.id, person=world.chair, presence=Presence.VIDEO, from_at=after(0))
            )
    with time.at(after(9)), unit_of_work():
        checking.check_out(actor=by(world.chair), meeting=meeting, person=world.chair)
    assert [one.to_at for one in stretches()] == [after(9)] * 2


def test_the_end_of_the_meeting_closes_the_rest(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    with time.at(after(50)), unit_of_work():
        conclude_meeting(actor=by(world.coordinator), meeting=meeting, discussed=[])
    assert [(one.to_at, one.ended) for one in stretches()] == [(after(50), Ending.CONCLUDED)]


def test_a_page_that_was_open_and_falls_silent_ends_a_stretch_at_its_last_sign(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    there(meeting, world.deputy, 0)  # never opened a page: may well be in the call
    with time.at(after(10)), unit_of_work():
        checking.see(meeting=meeting, person=world.chair)
        checking.see(meeting=meeting, person=world.nurse)
    with time.at(after(10) + SILENT_AFTER):
        assert close_silent() == 0
    with time.at(after(11) + SILENT_AFTER):
        assert close_silent() == 1
        assert close_silent() == 0
    ends = {one.person_id: (one.to_at, one.ended) for one in stretches()}
    assert ends == {world.chair.id: (after(10), Ending.SILENCE), world.deputy.id: (None, None)}


def test_silence_closes_nothing_in_a_meeting_that_is_over_or_that_somebody_left_meanwhile(world: World) -> None:
    meeting = make_live(world)
    mark = there(meeting, world.chair, 0, 5)
    with unit_of_work():
        checking.end_silent(actor=Actor(), mark=mark, meeting=meeting)
    assert stretches()[0].ended is Ending.SAID
    with unit_of_work():
        mark.to_at, mark.seen_at, meeting.state = None, after(0), MeetingState.CONCLUDED
    with time.at(after(90)):
        assert close_silent() == 0


def test_who_was_there_all_along_says_so_and_the_stretch_goes_on(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    with unit_of_work():
        checking.see(meeting=meeting, person=world.chair)
    with time.at(after(40)):
        close_silent()
        db.session.expire_all()
        with unit_of_work():
            checking.go_on(actor=by(world.chair), meeting=meeting, person=world.chair)
        assert [(one.from_at, one.to_at, one.ended) for one in stretches()] == [(after(0), None, None)]
        assert close_silent() == 0  # the old sign is no sign any more
    assert refused(checking.go_on, actor=by(world.chair), meeting=meeting, person=world.chair).message.startswith(
        "There is nothing to go on with."
    )
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("attendance.")))
    assert list(events) == ["attendance.begun", "attendance.ended", "attendance.went_on"]


def test_after_the_meeting_only_a_correction_helps(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.chair, 0)
    with unit_of_work():
        checking.see(meeting=meeting, person=world.chair)
    with time.at(after(40)):
        close_silent()
    db.session.expire_all()
    with unit_of_work():
        meeting.state = MeetingState.CONCLUDED
    refused(checking.go_on, actor=by(world.chair), meeting=meeting, person=world.chair)


def test_who_acts_on_behalf_attends_for_that_seat(world: World) -> None:
    meeting = make_live(world)
    there(meeting, world.nurse, 0, actor=by(world.nurse, on_behalf_of=world.chair))
    there(meeting, world.deputy, 0, actor=by(world.nurse, on_behalf_of=world.chair))
    found = [(one.person_id, one.proxy_for_id, one.noted_by_id) for one in stretches()]
    assert found == [(world.nurse.id, world.chair.id, None), (world.deputy.id, None, world.nurse.id)]


def test_a_seat_that_is_attended_for_has_to_be_somebody_elses_on_this_board(world: World) -> None:
    meeting = make_live(world)
    who = {"actor": by(world.deputy), "meeting": meeting, "person": world.deputy}
    assert refused(checking.attend_for, **who, proxy_for_id=world.chair.id).message == "Check in first."
    there(meeting, world.deputy, 0)
    for wrong in (world.deputy.id, world.nurse.id):
        assert refused(checking.attend_for, **who, proxy_for_id=wrong).field == "proxy_for"
    with unit_of_work():
        checking.attend_for(**who, proxy_for_id=world.chair.id)
    assert stretches()[0].proxy_for_id == world.chair.id
    with unit_of_work():
        checking.attend_for(**who, proxy_for_id=None)
    assert stretches()[0].proxy_for_id is None


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CONCLUDED, MeetingState.CANCELLED])
def test_nobody_comes_to_a_meeting_that_takes_no_attendance(world: World, state: MeetingState) -> None:
    meeting = make_live(world, state=state)
    refused(check_in, actor=by(world.chair), meeting=meeting, person=world.chair, presence=Presence.ROOM)


def test_joining_is_learned_as_joining(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_live(world)
    client.sign_in(world.radiologist).get(f"/join/{meeting.join_code}")
    assert [(one.person_id, one.learned) for one in stretches()] == [(world.radiologist.id, Learned.JOINED)]
