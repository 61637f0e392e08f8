"""Warnings before a meeting: when they come, to whom, what they say, and only once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.actions.boards import LONGEST_ASKING
from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.forecast.actions import warn
from eboard.forecast.due import WITHIN, due_to_be_warned
from eboard.forecast.jobs import warn_due
from eboard.forecast.models import ForecastMark
from eboard.invitations.enums import Answer
from eboard.mail.enums import Delivery, MailState, NoticeKind
from eboard.mail.models import NoticeChoice, OutboxMessage
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import PersonState, Specialty
from tests.conftest import NOW
from tests.forecast.rows import Setting, answer, covering
from tests.invitations.reading import Mail, change
from tests.invitations.written import at, readers, text_of
from tests.world import World, make_board, make_meeting, make_member

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST, SECOND = START - 5 * DAY, START - 2 * DAY


@pytest.fixture
def meeting(world: World, setting: Setting) -> Meeting:
    """Warnings come five days and two days before; pathology may be missing."""
    change(world.board, forecast_days=[5, 2])
    at(NOW + 5 * MINUTE)
    return setting.meeting


def warnings(moment: datetime) -> list[Mail]:
    """The warnings that arrive when the job runs at a moment, without any other mail."""
    return [mail for mail in at(moment, warn_due) if "may be missing" in mail.message["Subject"]]


def test_the_coordinators_are_warned_once_for_each_time_that_was_set(world: World, meeting: Meeting) -> None:
    assert readers(warnings(FIRST - MINUTE)) == []
    assert readers(warnings(FIRST)) == ["cora.coordinator"]
    assert readers(warnings(FIRST + MINUTE)) == []
    assert readers(warnings(FIRST + DAY)) == []
    assert readers(warnings(SECOND)) == ["cora.coordinator"]
    assert readers(warnings(SECOND + DAY)) == []
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "forecast.warned")).all()
    assert [(entry.subject_id, entry.details["days"], entry.details["missing"]) for entry in entries] == [
        (meeting.id, 5, ["pathology"]),
        (meeting.id, 2, ["pathology"]),
    ]


def test_the_mail_names_the_board_the_day_and_what_may_be_missing_and_nobody(world: World, meeting: Meeting) -> None:
    answer(meeting, world.radiologist, Answer.DECLINED)
    [mail] = warnings(FIRST)
    assert mail.message["Subject"] == "A specialty may be missing: GI eBoard, Mon 9 Mar 2026"
    text = text_of(mail)
    assert text.startswith(
        "Dear Cora Coordinator,\n"
        "\n"
        "from the answers and calendars so far, this meeting may miss somebody:\n"
        "\n"
        "GI eBoard\n"
        "When: Mon 9 Mar 2026, 14:00 to 15:00 (America/Chicago)\n"
        "\n"
        "- Diagnostic radiology is likely to be missing for 1 of 2 cases\n"
        "- Pathology may be missing for 2 of 2 cases\n"
        "\n"
        f"Whom to ask: http://localhost:8000/meetings/{meeting.id}#quorum\n"
    )
    everything = text + mail.body("html")
    people = (world.pathologist, world.radiologist, world.chair)
    named = [person.family_name for person in people if person.family_name in everything]
    assert (named, "EB-1" in everything, "EB-2" in everything) == ([], False, False)
    assert f'href="http://localhost:8000/meetings/{meeting.id}#quorum"' in mail.body("html")
    assert mail.message["List-Unsubscribe"] is not None


def test_what_a_restricted_case_needs_is_in_no_mail(world: World, setting: Setting, meeting: Meeting) -> None:
    change(setting.second.case, is_restricted=True)
    answer(meeting, world.radiologist, Answer.DECLINED)
    [mail] = warnings(FIRST)
    said = [line for line in text_of(mail).splitlines() if line.startswith("- ")]
    assert said == ["- Pathology may be missing for 1 of 1 case"]


def test_nothing_is_sent_when_nothing_may_be_missing_and_that_time_is_over(world: World, meeting: Meeting) -> None:
    answer(meeting, world.pathologist, Answer.ACCEPTED)
    assert warnings(FIRST) == []
    answer(meeting, world.pathologist, Answer.DECLINED)
    assert warnings(FIRST + MINUTE) == []
    assert len(warnings(SECOND)) == 1


def test_after_a_time_without_a_scheduler_only_the_last_one_due_is_sent(meeting: Meeting) -> None:
    assert len(warnings(SECOND + MINUTE)) == 1
    assert warnings(SECOND + DAY) == []
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "forecast.warned")).one()
    assert entry.details["days"] == 2


def test_nobody_is_warned_on_the_day_itself_or_afterwards(meeting: Meeting) -> None:
    midnight = datetime(2026, 3, 9, 5, 0, tzinfo=UTC)  # in Chicago
    assert warnings(midnight) == []
    assert warnings(START + DAY) == []
    with time.at(midnight - MINUTE):
        assert due_to_be_warned() == [meeting.id]


def test_what_was_to_come_before_the_meeting_was_made_does_not_come_late(world: World, meeting: Meeting) -> None:
    change(meeting, created_at=FIRST + DAY)
    assert warnings(FIRST + 2 * DAY) == []
    assert len(warnings(SECOND)) == 1


def test_a_meeting_that_moved_is_looked_at_again(world: World, meeting: Meeting) -> None:
    assert len(warnings(FIRST)) == 1
    moved = {"day": meeting.day + DAY, "starts_at": meeting.starts_at + DAY, "ends_at": meeting.ends_at + DAY}
    change(meeting, **moved)
    assert len(warnings(FIRST + DAY)) == 1
    assert warnings(FIRST + DAY + MINUTE) == []


def test_what_would_come_at_night_comes_the_evening_before(world: World, meeting: Meeting) -> None:
    night = {"zone": "Asia/Tokyo", "day": meeting.day + DAY}  # 04:00 there
    change(meeting, **night)
    change(world.coordinator, zone="Asia/Tokyo")
    evening = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
    assert warnings(evening - MINUTE) == []
    assert len(warnings(evening)) == 1


def test_who_sleeps_is_warned_in_the_morning_and_the_others_not_twice(world: World, meeting: Meeting) -> None:
    change(world.coordinator, zone="Asia/Tokyo")  # 04:00 there
    with unit_of_work():
        make_member(world.board, world.chair, BoardRole.COORDINATOR)
    assert readers(warnings(FIRST)) == ["charles.chair"]
    assert readers(warnings(FIRST + 60 * MINUTE)) == []
    assert readers(warnings(FIRST + 120 * MINUTE)) == ["cora.coordinator"]  # 06:00
    assert readers(warnings(FIRST + 180 * MINUTE)) == []


@pytest.mark.parametrize("state", [MeetingState.LIVE, MeetingState.CANCELLED, MeetingState.CONCLUDED])
def test_only_meetings_to_come_are_warned_of(meeting: Meeting, state: MeetingState) -> None:
    change(meeting, state=state)
    assert warnings(FIRST) == []


def test_a_board_without_days_is_not_warned(world: World, meeting: Meeting) -> None:
    change(world.board, forecast_days=[])
    assert warnings(FIRST) == []
    assert db.session.scalars(select(ForecastMark)).all() == []


def test_a_coordinator_may_do_without(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        db.session.add(NoticeChoice(person_id=world.coordinator.id, kind=NoticeKind.FORECAST, delivery=Delivery.OFF))
    assert warnings(FIRST) == []


def test_a_coordinator_who_has_left_gets_nothing(world: World, meeting: Meeting) -> None:
    second = covering("Carl Coordinator", world.hub)
    with unit_of_work():
        make_member(world.board, second, BoardRole.COORDINATOR)
    change(world.coordinator, state=PersonState.DEACTIVATED)
    assert readers(warnings(FIRST)) == ["carl.coordinator"]


def test_the_staff_of_other_boards_and_organizations_get_nothing(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        other = make_board(world.south, "LU", forecast_days=[5, 2])
        make_member(other, world.stranger, BoardRole.COORDINATOR)
        theirs = make_meeting(other)
        make_member(other, world.observer, BoardRole.PANELIST, Specialty.UROLOGY)
    assert readers(warnings(FIRST)) == ["cora.coordinator"]
    marks = db.session.scalars(select(ForecastMark)).all()
    assert {mark.meeting_id for mark in marks} == {meeting.id, theirs.id}  # looked at, and nothing is missing there


def test_a_newer_warning_replaces_one_that_has_not_left(meeting: Meeting) -> None:
    with time.at(FIRST):
        warn_due()
    with time.at(SECOND):
        warn_due()
    rows = db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.thread_key.startswith("forecast:")).order_by(OutboxMessage.id)
    )
    assert [row.state for row in rows] == [MailState.SUPERSEDED, MailState.QUEUED]


def test_the_longest_time_that_can_be_set_is_looked_at() -> None:
    assert timedelta(days=LONGEST_ASKING) + timedelta(hours=12) < WITHIN


def test_a_planned_meeting_that_is_deleted_takes_its_mark_along(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        planned = make_meeting(world.board, meeting.day + DAY, state=MeetingState.PLANNED, published_at=None)
    assert len(warnings(FIRST + DAY)) == 2  # the warnings of both, one of which was due a day before
    with unit_of_work():
        db.session.delete(db.session.get_one(Meeting, planned.id))
    marks = db.session.scalars(select(ForecastMark.meeting_id)).all()
    assert marks == [meeting.id]


def test_a_meeting_that_is_gone_is_not_warned_of(world: World, meeting: Meeting) -> None:
    with unit_of_work():
        warn(world.board.id)  # there is no such meeting
    assert db.session.scalars(select(ForecastMark)).all() == []
