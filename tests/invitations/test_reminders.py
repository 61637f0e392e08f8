"""Reminders: when they are due, once for each start, never at night, and what they say."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.models import Board
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.time import wall, zone_names
from eboard.invitations.actions import remind
from eboard.invitations.enums import Answer, Method
from eboard.invitations.models import Invitation
from eboard.invitations.queries import due_to_be_reminded
from eboard.invitations.reminding import considerate, is_reminder_due
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import Told
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.reading import change, delivered
from tests.invitations.written import announced, at, invitation_of, readers, reminders, text_of
from tests.world import World, make_case, make_item, make_meeting

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)  # 14:00 in Chicago, the day after its clocks went forward
DUE = START - timedelta(hours=24)
HOUR = timedelta(hours=1)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moment=INSTANTS, zone=st.sampled_from(sorted(zone_names())))
def test_nobody_is_written_to_at_night(moment: datetime, zone: str) -> None:
    sent = considerate(moment, zone)
    local = wall(moment, zone)
    if time(6) <= local.time() < time(22):
        assert sent == moment
        return
    evening = wall(sent, zone)
    assert moment - timedelta(hours=13) < sent < moment  # an hour more where the clocks went back in between
    assert evening.time() == time(18)
    assert evening.date() == (local.date() if local.time() >= time(22) else local.date() - timedelta(days=1))


@settings(deadline=None, max_examples=60)
@given(
    start=INSTANTS,
    zone=st.sampled_from(sorted(zone_names())),
    hours=st.integers(1, 72),
    told_before=st.integers(1, 240),
)
def test_there_is_one_reminder_before_each_start_or_none_to_whoever_heard_of_it_late(
    start: datetime, zone: str, hours: int, told_before: int
) -> None:
    invitation = Invitation(
        meeting=Meeting(starts_at=start, state=MeetingState.PUBLISHED, board=Board(reminder_hours=24)),
        person=Person(zone=zone, reminder_hours=hours),
        answer=Answer.NEEDS_ACTION,
        is_wanted=True,
        told=Method.REQUEST,
        start_told_at=start - told_before * HOUR,
    )
    sent = []
    moment = start - told_before * HOUR
    while moment < start + HOUR:
        if is_reminder_due(invitation, moment):
            sent.append(moment)
            invitation.reminded_for = start
        moment += timedelta(minutes=15)
    assert len(sent) <= 1
    assert all(start - 13 * HOUR - hours * HOUR < one < start for one in sent)
    assert all(time(6) <= wall(one, zone).time() < time(22) for one in sent)
    if told_before >= 2 * hours + 13:
        assert len(sent) == 1
    if told_before < 2 * hours:
        assert sent == []


@pytest.mark.parametrize(
    ("local", "sent"),
    [
        ("2026-03-08T06:00", "2026-03-08T06:00"),
        ("2026-03-08T21:59", "2026-03-08T21:59"),
        ("2026-03-08T22:00", "2026-03-08T18:00"),
        ("2026-03-09T05:59", "2026-03-08T18:00"),
        ("2026-03-08T03:30", "2026-03-07T18:00"),  # the night in which the clocks go forward
        ("2026-11-01T01:30", "2026-10-31T18:00"),  # and the one in which they go back
    ],
)
def test_the_night_ends_on_the_readers_own_clock(local: str, sent: str) -> None:
    there = [
        datetime.fromisoformat(f"{text}:00").replace(tzinfo=clock.zone("America/Chicago")) for text in (local, sent)
    ]
    assert considerate(there[0], "America/Chicago") == there[1]


def test_everybody_but_those_who_declined_is_reminded_once_a_day_before(world: World) -> None:
    meeting = announced(world)
    change(invitation_of(meeting, world.radiologist), answer=Answer.DECLINED)
    change(invitation_of(meeting, world.pathologist), answer=Answer.TENTATIVE)
    change(invitation_of(meeting, world.deputy), answer=Answer.ACCEPTED)
    change(world.observer, zone="America/Chicago")
    assert readers(reminders(DUE - timedelta(seconds=1))) == []
    assert readers(reminders(DUE)) == ["charles.chair", "dora.deputy", "olga.observer", "paul.pathologist"]
    assert readers(reminders(DUE + HOUR)) == []
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.reminded")).all()
    assert (len(entries), {entry.actor_id for entry in entries}) == (4, {None})


def test_a_reminder_that_would_come_at_night_comes_the_evening_before(world: World) -> None:
    announced(world)
    evening = datetime(2026, 3, 8, 14, 0, tzinfo=UTC)  # 18:00 in Dubai; 24 hours before would be 23:00
    assert readers(reminders(evening - timedelta(seconds=1))) == []
    assert readers(reminders(evening)) == ["olga.observer"]


def test_own_hours_count_more_than_those_of_the_board(world: World) -> None:
    announced(world)
    change(world.board, reminder_hours=None)
    change(world.chair, reminder_hours=2)
    assert readers(reminders(START - 3 * HOUR)) == []
    assert readers(reminders(START - 2 * HOUR)) == ["charles.chair"]


def test_whoever_does_without_reminders_gets_none_and_the_others_do(world: World) -> None:
    announced(world)
    with unit_of_work():
        choose(person_id=world.chair.id, choices={NoticeKind.REMINDER: Delivery.OFF})
    assert readers(reminders(DUE)) == ["dora.deputy", "olga.observer", "paul.pathologist", "rita.radiologist"]
    assert due_at(DUE + HOUR) == 0


def due_at(moment: datetime) -> int:
    with clock.at(moment):
        return len(due_to_be_reminded())


def test_a_move_after_the_reminder_brings_a_new_one(world: World) -> None:
    meeting = announced(world)
    change(world.observer, zone="America/Chicago", told=Told.FEED)
    assert len(reminders(DUE)) == 5
    later = START + timedelta(days=7)
    moved = {"day": date(2026, 3, 16), "starts_at": later, "ends_at": later + HOUR, "sequence": 1}
    with clock.at(DUE + HOUR):
        change(meeting, **moved)
    at(DUE + 2 * HOUR)  # the change is told
    assert readers(reminders(later - 25 * HOUR)) == []
    mails = reminders(later - 24 * HOUR)
    assert len(mails) == 5
    assert mails[0].message["Subject"] == "Reminder: GI eBoard, Mon 16 Mar 2026, 14:00"


def test_who_heard_of_the_start_less_than_the_same_hours_before_is_not_reminded(world: World) -> None:
    meeting = announced(world)
    for person, before in ((world.chair, 24), (world.deputy, 23)):
        change(invitation_of(meeting, person), start_told_at=DUE - before * HOUR)
    assert "charles.chair" in readers(reminders(DUE))
    assert [due_at(DUE + hours * HOUR) for hours in range(24)] == [0] * 24


def test_a_late_case_on_the_agenda_does_not_take_the_reminder_away(world: World) -> None:
    meeting = announced(world)
    with clock.at(DUE - 2 * HOUR), unit_of_work():
        make_item(meeting, make_case(world.north, world.board))
    assert len(at(DUE - HOUR)) == 5
    assert len(reminders(DUE)) == 5


@pytest.mark.parametrize("state", [MeetingState.CANCELLED, MeetingState.LIVE, MeetingState.CONCLUDED])
def test_a_meeting_that_is_not_to_come_reminds_nobody(world: World, state: MeetingState) -> None:
    meeting = announced(world)
    change(meeting, state=state)
    assert [mail for mail in reminders(DUE + 4 * HOUR) if "Reminder" in mail.message["Subject"]] == []


def test_a_reminder_is_not_sent_while_news_wait_to_be_told_and_not_after_the_start(world: World) -> None:
    meeting = announced(world)
    change(invitation_of(meeting, world.chair), tell_at=DUE + timedelta(seconds=60))
    change(invitation_of(meeting, world.deputy), is_wanted=False)
    assert readers(reminders(DUE)) == ["olga.observer", "paul.pathologist", "rita.radiologist"]
    assert due_at(START) == 0


def test_a_reminder_that_waits_is_dropped_when_the_start_changes(world: World) -> None:
    meeting = announced(world)
    with clock.at(DUE):
        remind(invitation_of(meeting, world.chair).id)
        db.session.commit()
        later = START + timedelta(days=7)
        change(meeting, day=date(2026, 3, 16), starts_at=later, ends_at=later + HOUR, sequence=1)
    mails = at(DUE + HOUR)
    assert [mail.message["Subject"] for mail in mails if mail.to.startswith("charles")] == [
        "Updated: GI eBoard, Mon 16 Mar 2026, 14:00"
    ]


def test_reminding_twice_or_nobody_does_nothing(world: World) -> None:
    meeting = announced(world)
    with clock.at(DUE), unit_of_work():
        remind(invitation_of(meeting, world.chair).id)
        remind(invitation_of(meeting, world.chair).id)
        remind(meeting.id)
    found = db.session.scalars(select(OutboxMessage).where(OutboxMessage.thread_key.startswith("reminder:"))).all()
    assert [(row.person_id, row.good_until) for row in found] == [(world.chair.id, START)]


def test_it_says_when_for_how_long_where_and_what_to_open(world: World) -> None:
    meeting = announced(world)
    with unit_of_work():
        make_item(meeting, make_case(world.north, world.board, specialties=["radiology"]), minutes=15)
        make_item(meeting, make_case(world.north, world.board), 2, minutes=20, presenter_id=world.deputy.id)
        make_item(meeting, make_case(world.north, world.board, specialties=["urology"]), 3, minutes=40)
    change(world.radiologist, zone="Europe/Berlin")
    change(invitation_of(meeting, world.deputy), answer=Answer.ACCEPTED)
    at(DUE - 3 * HOUR)
    mails = {mail.to.split("@")[0]: mail for mail in reminders(DUE)}
    invitation = invitation_of(meeting, world.radiologist)
    assert mails["rita.radiologist"].message["Subject"] == "Reminder: GI eBoard, Mon 9 Mar 2026, 20:00"
    assert text_of(mails["rita.radiologist"]) == (
        "Dear Rita Radiologist,\n"
        "\n"
        "this meeting is soon:\n"
        "\n"
        "GI eBoard, 3 cases\n"
        "When: Mon 9 Mar 2026, 20:00 to 21:00 (Europe/Berlin)\n"
        "There: Mon 9 Mar 2026, 14:00 to 15:00 (America/Chicago)\n"
        "You are needed for 15 minutes.\n"
        "\n"
        f"Join: http://localhost:8000/join/{meeting.join_code}\n"
        "Prepare: http://localhost:8000/prepare/\n"
        f"Details: http://localhost:8000/meetings/{meeting.id}\n"
        f"Will you be there? Your answer: http://localhost:8000/invitations/{invitation.id}\n"
        "\n"
        "Questions: Cora Coordinator <cora.coordinator@example.org>\n"
        "\n"
        "You choose what you are told: http://localhost:8000/account/notices\n"
    )
    assert "You are needed for 20 minutes." in mails["dora.deputy"].body("plain")
    assert "Your answer" not in mails["dora.deputy"].body("plain")
    assert "You are needed" not in mails["charles.chair"].body("plain")
    html = mails["rita.radiologist"].body("html")
    assert ("You are needed for 15 minutes." in html, f"/join/{meeting.join_code}" in html) == (True, True)
    assert mails["rita.radiologist"].calendar is None


def test_without_a_video_room_there_is_no_join_address(world: World) -> None:
    change(world.board, conference_provider_id=None)
    announced(world, room="Room 4")
    (mail, *_others) = reminders(DUE)
    assert ("Where: Room 4\n" in text_of(mail), "Join" in text_of(mail)) == (True, False)


def test_another_board_and_another_organization_are_not_reminded(world: World) -> None:
    announced(world)
    everybody = {mail.to for mail in reminders(DUE)} | {mail.to for mail in reminders(DUE + HOUR)}
    assert everybody.isdisjoint({world.stranger.email, world.nurse.email, world.north_admin.email})


def test_looking_for_reminders_takes_one_query_whatever_their_number(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    announced(world)
    with clock.at(DUE):
        one = count_queries(due_to_be_reminded)
    with unit_of_work():
        for day in (10, 11):
            make_meeting(world.board, date(2026, 3, day))
    with clock.at(NOW + timedelta(seconds=300)):
        delivered()
    with clock.at(DUE + 48 * HOUR - timedelta(minutes=1)):
        three = count_queries(due_to_be_reminded)
    assert (one, three) == (1, 1)
