"""Which of several answers counts: by SEQUENCE, then DTSTAMP, then the time of receipt; and for which time."""

from dataclasses import replace
from datetime import datetime, timedelta

from eboard.audit import Actor
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import answer_invitation
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.actions.plans import change_meeting
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan
from tests.conftest import NOW
from tests.invitations.incoming import LATER, answer, became, invitation_of, stamp, told_meeting
from tests.invitations.reading import delivered
from tests.world import World

APPLIED, OLDER = ("applied", None), ("noted", "older")
EARLIER = ("applied", "earlier_version")
MOVED_AT = NOW + timedelta(minutes=20)
AFTER = NOW + timedelta(minutes=40)


def setting(world: World) -> tuple[Meeting, Invitation]:
    meeting = told_meeting(world)
    return meeting, invitation_of(meeting, world.radiologist)


def plan(world: World, meeting: Meeting, *, tell: bool = True, moment: datetime = MOVED_AT, **values: object) -> None:
    now = Plan(day=meeting.day, clock=meeting.clock, zone=meeting.zone, minutes=meeting.minutes, room=meeting.room)
    with time.at(moment), unit_of_work():
        change_meeting(
            actor=Actor(person_id=world.coordinator.id),
            meeting=meeting,
            plan=replace(now, **values),  # type: ignore[arg-type]
            version=meeting.row_version,
        )
    if tell:
        with time.at(moment + timedelta(minutes=3)):
            delivered()
    db.session.expire_all()


def shift(world: World, meeting: Meeting, days: int = 1, *, tell: bool = True, moment: datetime = MOVED_AT) -> None:
    plan(world, meeting, day=meeting.day + timedelta(days=days), tell=tell, moment=moment)


def times(meeting: Meeting) -> tuple[str, str]:
    return f"DTSTART:{meeting.starts_at:%Y%m%dT%H%M%SZ}", f"DTEND:{meeting.ends_at:%Y%m%dT%H%M%SZ}"


def test_a_later_answer_replaces_an_earlier_one_whatever_comes_in_first(world: World) -> None:
    _meeting, invitation = setting(world)
    assert became(answer(invitation, "DECLINED", dtstamp=stamp(8))) == APPLIED
    assert became(answer(invitation, "ACCEPTED", dtstamp=stamp(6))) == OLDER
    assert invitation.answer is Answer.DECLINED
    assert became(answer(invitation, "TENTATIVE", dtstamp=stamp(8))) == APPLIED  # the same second: the receipt decides
    assert became(answer(invitation, "ACCEPTED", dtstamp=stamp(9))) == APPLIED
    assert (invitation.answer, invitation.answer_stamp) == (Answer.ACCEPTED, NOW + timedelta(minutes=9))


def test_a_stamp_that_cannot_be_true_is_that_of_the_receipt(world: World) -> None:
    _meeting, invitation = setting(world)
    assert became(answer(invitation, "ACCEPTED", dtstamp=stamp(9))) == APPLIED
    for partstat, said in (("DECLINED", "19700101T002217Z"), ("TENTATIVE", None), ("ACCEPTED", "20990101T000000Z")):
        assert became(answer(invitation, partstat, dtstamp=said)) == APPLIED
        assert (invitation.answer, invitation.answer_stamp) == (Answer(partstat), LATER)
    assert became(answer(invitation, "DECLINED", dtstamp=stamp(12)), at=AFTER) == APPLIED


def test_a_click_and_a_mail_come_in_their_order(world: World) -> None:
    _meeting, invitation = setting(world)
    with time.at(NOW + timedelta(minutes=8)), unit_of_work():
        answer_invitation(
            actor=Actor(person_id=world.radiologist.id), invitation=invitation, answer=Answer.TENTATIVE, comment=""
        )
    assert became(answer(invitation, "DECLINED", dtstamp=stamp(7))) == OLDER
    assert became(answer(invitation, "DECLINED", dtstamp=stamp(9))) == APPLIED
    assert invitation.answer is Answer.DECLINED


def test_a_higher_sequence_counts_more_than_a_later_stamp(world: World) -> None:
    meeting, invitation = setting(world)
    plan(world, meeting, room="Room 4")
    assert meeting.sequence == 1
    assert became(answer(invitation, "ACCEPTED", sequence=1, dtstamp=stamp(25)), at=AFTER) == APPLIED
    assert became(answer(invitation, "DECLINED", sequence=0, dtstamp=stamp(30)), at=AFTER) == OLDER
    assert became(answer(invitation, "DECLINED", sequence=7, dtstamp=stamp(24)), at=AFTER) == OLDER  # none such exists
    assert invitation.answer is Answer.ACCEPTED


def test_an_answer_to_another_room_counts(world: World) -> None:
    meeting, invitation = setting(world)
    plan(world, meeting, room="Room 4")
    assert became(answer(invitation, sequence=0, dtstamp=stamp(15)), at=AFTER) == APPLIED
    assert (invitation.answer, invitation.earlier_answer) == (Answer.ACCEPTED, None)


def test_an_answer_to_the_time_before_is_kept_and_does_not_count(world: World) -> None:
    meeting, invitation = setting(world)
    shift(world, meeting)
    assert became(answer(invitation, sequence=0, dtstamp=stamp(15)), at=AFTER) == EARLIER
    assert (invitation.answer, invitation.earlier_answer) == (Answer.NEEDS_ACTION, Answer.ACCEPTED)
    assert became(answer(invitation, "DECLINED", sequence=0, dtstamp=stamp(16)), at=AFTER) == EARLIER
    assert (invitation.answer, invitation.earlier_answer) == (Answer.NEEDS_ACTION, Answer.DECLINED)
    assert became(answer(invitation, sequence=0, dtstamp=stamp(15)), at=AFTER) == OLDER
    assert became(answer(invitation, sequence=1, dtstamp=stamp(30)), at=AFTER) == APPLIED
    assert (invitation.answer, invitation.earlier_answer) == (Answer.ACCEPTED, None)
    assert became(answer(invitation, "DECLINED", sequence=0, dtstamp=stamp(31)), at=AFTER) == OLDER
    assert invitation.answer is Answer.ACCEPTED


def test_an_answer_that_was_given_before_the_move_becomes_one_to_an_earlier_version(world: World) -> None:
    meeting, invitation = setting(world)
    assert became(answer(invitation)) == APPLIED
    shift(world, meeting)
    assert (invitation.answer, invitation.earlier_answer) == (Answer.NEEDS_ACTION, Answer.ACCEPTED)
    with time.at(AFTER), unit_of_work():
        answer_invitation(actor=Actor(person_id=world.radiologist.id), invitation=invitation, answer=Answer.DECLINED)
    assert (invitation.answer, invitation.earlier_answer) == (Answer.DECLINED, None)


def test_a_product_that_keeps_no_sequence_is_believed_if_it_repeats_the_time(world: World) -> None:
    meeting, invitation = setting(world)
    before = times(meeting)
    shift(world, meeting)
    for sequence in (0, None):
        raw = answer(invitation, "ACCEPTED", *before, sequence=sequence, dtstamp=stamp(31))
        assert became(raw, at=AFTER) == EARLIER
    raw = answer(invitation, "DECLINED", *times(meeting), sequence=0, dtstamp=stamp(32))
    assert became(raw, at=AFTER) == APPLIED
    assert (invitation.answer, invitation.answer_sequence) == (Answer.DECLINED, 1)
    shorter = (times(meeting)[0], "DTEND:20260310T193000Z")
    assert became(answer(invitation, "ACCEPTED", *shorter, sequence=0, dtstamp=stamp(33)), at=AFTER) == OLDER


def test_without_any_sequence_the_time_last_asked_for_is_meant(world: World) -> None:
    meeting, invitation = setting(world)
    shift(world, meeting)
    assert became(answer(invitation, sequence=None, dtstamp=stamp(30)), at=AFTER) == APPLIED
    shift(world, meeting, tell=False, moment=AFTER)  # nobody knows of it yet
    raw = answer(invitation, "DECLINED", sequence=None, dtstamp=stamp(41))
    assert became(raw, at=AFTER + timedelta(seconds=90)) == EARLIER
    assert invitation.earlier_answer is Answer.DECLINED


def test_in_the_hold_window_an_answer_to_the_old_time_does_not_count(world: World) -> None:
    meeting, invitation = setting(world)
    shift(world, meeting, tell=False)
    in_between = MOVED_AT + timedelta(seconds=30)
    assert became(answer(invitation, sequence=0, dtstamp=stamp(19)), at=in_between) == EARLIER
    assert became(answer(invitation, "DECLINED", sequence=1, dtstamp=stamp(20)), at=in_between) == APPLIED


def test_in_the_hold_window_a_click_on_the_new_time_stands(world: World) -> None:
    meeting, invitation = setting(world)
    shift(world, meeting, tell=False)
    with time.at(MOVED_AT), unit_of_work():
        answer_invitation(actor=Actor(person_id=world.radiologist.id), invitation=invitation, answer=Answer.ACCEPTED)
    raw = answer(invitation, "DECLINED", sequence=None, dtstamp=None)
    assert became(raw, at=MOVED_AT + timedelta(seconds=30)) == OLDER
    assert (invitation.answer, invitation.earlier_answer) == (Answer.ACCEPTED, None)


def test_where_the_time_never_changed_a_wrong_one_in_an_answer_means_nothing(world: World) -> None:
    meeting, invitation = setting(world)
    plan(world, meeting, room="Room 4")
    with time.at(MOVED_AT), unit_of_work():
        answer_invitation(actor=Actor(person_id=world.radiologist.id), invitation=invitation, answer=Answer.ACCEPTED)
    raw = answer(invitation, "DECLINED", "DTSTART:20260309T140000Z", sequence=None, dtstamp=stamp(31))
    assert became(raw, at=AFTER) == APPLIED
    assert (invitation.answer, invitation.answer_sequence) == (Answer.DECLINED, 1)


def test_there_and_back_an_old_answer_that_names_the_time_counts(world: World) -> None:
    meeting, invitation = setting(world)
    at_first = times(meeting)
    shift(world, meeting)
    shift(world, meeting, -1, moment=NOW + timedelta(minutes=30))
    assert (meeting.sequence, times(meeting)) == (2, at_first)
    assert became(answer(invitation, "DECLINED", sequence=1, dtstamp=stamp(25)), at=AFTER) == EARLIER
    assert became(answer(invitation, "ACCEPTED", *at_first, sequence=1, dtstamp=stamp(26)), at=AFTER) == APPLIED


def test_the_first_request_may_have_any_sequence(world: World) -> None:
    meeting, _invitation = setting(world)
    shift(world, meeting)
    with unit_of_work():
        world.physician.email = "pablo@example.org"
    late = invitation_of(told_meeting(world, sequence=4, day=meeting.day + timedelta(days=9)), world.radiologist)
    assert (late.asked_sequence, late.told_sequence) == (0, 4)
    assert became(answer(late, sequence=0, dtstamp=stamp(9))) == APPLIED


def test_an_answer_that_says_nothing_erases_nothing(world: World) -> None:
    _meeting, invitation = setting(world)
    assert became(answer(invitation)) == APPLIED
    for partstat in ("NEEDS-ACTION", "X-PERHAPS", ""):
        assert became(answer(invitation, partstat, dtstamp=stamp(9))) == ("noted", "unanswered")
    assert invitation.answer is Answer.ACCEPTED
