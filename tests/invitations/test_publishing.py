"""Publishing asks everybody who is needed, once, after the hold window, by one mail each."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import update

from eboard.audit.actor import SYSTEM
from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import tell
from eboard.invitations.jobs import reconcile_all
from eboard.invitations.queries import invitations_to, preview
from eboard.meetings.actions.plans import change_meeting
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.meetings.timing import Plan
from eboard.people.enums import PersonState, Told
from tests.conftest import NOW
from tests.invitations.reading import change, delivered
from tests.world import World, add, make_case, make_item, make_meeting, make_member, make_person

AFTER_HOLD = NOW + timedelta(seconds=121)
PANEL = {"charles.chair", "dora.deputy", "olga.observer", "paul.pathologist", "rita.radiologist"}


def addresses(*names: str) -> list[str]:
    return sorted(f"{name}@example.org" for name in {*PANEL, *names})


def test_the_panel_presenters_referrers_and_guests_are_asked_and_the_coordinator_is_not(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        guest = make_person("Gina Guest")
        add(Guest(meeting_id=meeting.id, person_id=guest.id))
        case = make_case(world.north, world.board, referrer_id=world.physician.id)
        make_item(meeting, case, presenter_id=world.nurse.id)
    assert delivered() == []
    with time.at(AFTER_HOLD):
        mails = delivered()
        assert [mail.to for mail in mails] == addresses("gina.guest", "nora.nurse", "pablo.physician")
        assert {mail.method for mail in mails} == {"REQUEST"}
        assert delivered() == []


def test_who_left_the_panel_before_the_day_is_not_asked(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
        late = make_member(world.board, make_person("Lara Late"), BoardRole.PANELIST)
        late.starts_on = meeting.day + timedelta(days=1)
        gone = make_member(world.board, make_person("Gus Gone"), BoardRole.PANELIST)
        gone.ends_on = meeting.day - timedelta(days=1)
        last = make_member(world.board, make_person("Lea Last"), BoardRole.PANELIST)
        last.ends_on = meeting.day
        make_member(world.board, make_person("Dan Done", state=PersonState.DEACTIVATED), BoardRole.PANELIST)
    assert {row.person.family_name for row in invitations_to(meeting.id)} == {
        "Chair", "Deputy", "Last", "Observer", "Pathologist", "Radiologist",
    }  # fmt: skip


def test_a_planned_meeting_tells_nobody_but_says_whom_publishing_would_tell(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        world.observer.told = Told.FEED
    seen = preview(meeting)
    assert (len(seen.invitees), seen.mailed) == (5, 4)
    assert [(one.person.family_name, one.participation.value) for one in seen.invitees][:3] == [
        ("Chair", "CHAIR"),
        ("Deputy", "REQ-PARTICIPANT"),
        ("Observer", "OPT-PARTICIPANT"),
    ]
    assert invitations_to(meeting.id) == []
    change(meeting, state=MeetingState.PUBLISHED, published_at=NOW)
    assert len(invitations_to(meeting.id)) == 5
    with time.at(AFTER_HOLD):
        assert len(delivered()) == 4


def put_into(meeting: Meeting, room: str) -> None:
    now = Plan(day=meeting.day, clock=meeting.clock, zone=meeting.zone, minutes=meeting.minutes, room=room)
    plan = replace(now, note=meeting.note, conference_provider_id=meeting.conference_provider_id)
    with unit_of_work():
        change_meeting(actor=SYSTEM, meeting=meeting, plan=plan, version=meeting.row_version)


def test_what_is_undone_within_the_hold_window_is_never_told(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, room="Room 4")
    with time.at(AFTER_HOLD):
        assert len(delivered()) == 5
        put_into(meeting, "Room 5")
        assert delivered() == []
        put_into(meeting, "Room 4")
    with time.at(AFTER_HOLD + timedelta(hours=1)):
        assert delivered() == []
        assert {row.tell_at for row in invitations_to(meeting.id)} == {None}
        assert meeting.sequence == 2


def test_each_edit_starts_the_hold_window_anew_and_all_are_told_at_once(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    with time.at(NOW + timedelta(seconds=100)):
        change(meeting, room="Room 9", sequence=1)
    with time.at(NOW + timedelta(seconds=130)):
        assert delivered() == []
    with time.at(NOW + timedelta(seconds=221)):
        mails = delivered()
    assert {(str(mail.event["LOCATION"]), mail.event["SEQUENCE"]) for mail in mails} == {
        (f"Room 9 / http://localhost:8000/join/{meeting.join_code}", 1)
    }


def test_nobody_hears_of_a_meeting_that_is_over(world: World) -> None:
    with unit_of_work():
        make_meeting(world.board, day=date(2026, 2, 20))
        make_meeting(world.board)
    with time.at(NOW + timedelta(days=30)):
        assert delivered() == []


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED])
def test_a_meeting_that_was_never_published_asks_nobody(world: World, state: MeetingState) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=state, published_at=None)
    assert invitations_to(meeting.id) == []


def test_a_person_who_was_told_meanwhile_is_not_told_again(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    first = invitations_to(meeting.id)[0]
    with time.at(AFTER_HOLD):
        assert len(delivered()) == 5
        with unit_of_work():
            tell(first.id)
        assert delivered() == []


def test_looking_over_everything_finds_a_change_that_went_by_unseen(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    with time.at(AFTER_HOLD):
        delivered()
        with unit_of_work():
            db.session.execute(update(Meeting).where(Meeting.id == meeting.id).values(room="Room 9", sequence=1))
        assert reconcile_all() == 1
    with time.at(AFTER_HOLD + timedelta(minutes=3)):
        assert len(delivered()) == 5


def test_looking_over_everything_starts_no_hold_window_anew(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    ends = [row.tell_at for row in invitations_to(meeting.id)]
    with time.at(NOW + timedelta(seconds=100)):
        assert reconcile_all() == 1
    assert [row.tell_at for row in invitations_to(meeting.id)] == ends == [NOW + timedelta(seconds=120)] * 5
