"""From answers, absences, busy times and history to chances, on both databases."""

from collections.abc import Callable
from datetime import date, time, timedelta
from math import isclose

import pytest
from sqlalchemy import select

from eboard.availability.enums import BusyKind
from eboard.boards.enums import BoardRole
from eboard.core.db import db, unit_of_work
from eboard.forecast.forecast import Forecast
from eboard.forecast.panel import panel
from eboard.forecast.queries import asked_to, forecast_of, known_of
from eboard.invitations.enums import Answer, Method
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import Specialty
from eboard.people.models import Person
from tests.client import Client
from tests.forecast.rows import DAY, Setting, answer, away, busy, covering, held
from tests.invitations.reading import change
from tests.world import World, make_board, make_meeting, make_member, save

PATHOLOGY, RADIOLOGY, SURGERY = Specialty.PATHOLOGY, Specialty.RADIOLOGY, Specialty.SURGERY
QUARTER = timedelta(minutes=15)


def read(meeting: Meeting) -> Forecast:
    db.session.expire_all()
    asked = asked_to(meeting)
    known = known_of(meeting, [person.id for person in asked])
    return forecast_of(meeting, asked, known, readable={item.case_id for item in meeting.items})


def of(meeting: Meeting, specialty: Specialty) -> float:
    """The chance of a required specialty."""
    return next(one.chance.value for one in read(meeting).required if one.specialty is specialty)


def test_without_a_history_an_answer_counts_as_assumed(world: World, setting: Setting) -> None:
    found = read(setting.meeting)
    assert [(one.specialty, one.chance.value) for one in found.required] == [(PATHOLOGY, 0.5), (SURGERY, 0.9)]
    assert [one.chance.value for one in found.cases] == [0.5, pytest.approx(0.45)]
    assert [(one.specialty, one.cases) for one in found.shortfalls] == [(PATHOLOGY, 2)]
    answer(setting.meeting, world.pathologist, Answer.DECLINED)
    found = read(setting.meeting)
    assert [(one.chance.value, len(one.standers)) for one in found.required] == [(0, 0), (0.9, 1)]


def test_a_history_of_a_year_tells_how_often_somebody_comes(world: World, setting: Setting) -> None:
    accepted = {world.chair: Answer.ACCEPTED, world.radiologist: Answer.ACCEPTED}
    for week in range(1, 9):
        held(world, date(2026, 3, 2) - week * 7 * DAY, accepted, came=[world.radiologist])
    network = (8 + 4 * 0.9) / (16 + 4)
    assert isclose(of(setting.meeting, SURGERY), (0 + 4 * network) / (8 + 4))


@pytest.mark.parametrize("ago", [366, 400])
def test_what_is_older_than_a_year_does_not_count(world: World, setting: Setting, ago: int) -> None:
    held(world, date(2026, 3, 2) - ago * DAY, {world.chair: Answer.ACCEPTED}, came=[world.radiologist])
    assert of(setting.meeting, SURGERY) == 0.9


def test_a_meeting_at_which_nobody_was_marked_says_nothing(world: World, setting: Setting) -> None:
    held(world, date(2026, 2, 23), {world.chair: Answer.ACCEPTED}, came=[])
    assert of(setting.meeting, SURGERY) == 0.9


def test_who_is_away_does_not_come_whatever_was_answered(world: World, setting: Setting) -> None:
    away(world.chair, setting.meeting)
    assert of(setting.meeting, SURGERY) == 0


def test_a_promise_says_more_than_a_calendar_that_shows_the_meeting_itself(world: World, setting: Setting) -> None:
    meeting = setting.meeting
    busy(world.chair, meeting.starts_at, meeting.ends_at)
    assert of(meeting, SURGERY) == 0.9
    answer(meeting, world.chair, Answer.NEEDS_ACTION)
    assert isclose(of(meeting, SURGERY), 0.5 * 0.1)


def test_an_unanswered_invitation_stands_tentative_in_a_calendar(world: World, setting: Setting) -> None:
    meeting = setting.meeting
    invitation = answer(meeting, world.chair, Answer.NEEDS_ACTION)
    busy(world.chair, meeting.starts_at, meeting.ends_at, BusyKind.TENTATIVE)
    assert of(meeting, SURGERY) == 0.25  # nobody told the chair of it yet, so it is something else
    change(invitation, told=Method.REQUEST)
    assert of(meeting, SURGERY) == 0.5


def test_busy_minutes_count_where_they_lie(world: World, setting: Setting) -> None:
    meeting = setting.meeting
    answer(meeting, world.pathologist, Answer.NEEDS_ACTION)
    busy(world.pathologist, meeting.starts_at - QUARTER, meeting.starts_at + 2 * QUARTER)
    found = read(meeting)
    assert isclose(found.required[0].chance.value, 0.5 * (0.1 + 1) / 2)
    assert isclose(found.cases[0].chance.value, 0.5 * 0.1)


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        (Answer.NEEDS_ACTION, Answer.ACCEPTED, 0),
        (Answer.NEEDS_ACTION, Answer.TENTATIVE, 0.25),
        (Answer.NEEDS_ACTION, Answer.NEEDS_ACTION, 0.5),
        (Answer.NEEDS_ACTION, Answer.DECLINED, 0.5),
        (Answer.ACCEPTED, Answer.ACCEPTED, 0.45),
        (Answer.TENTATIVE, Answer.ACCEPTED, 0),
    ],
)
def test_a_meeting_elsewhere_takes_who_promised_to_come(
    world: World, setting: Setting, here: Answer, there: Answer, expected: float
) -> None:
    with unit_of_work():
        other = make_meeting(make_board(world.south, "LU"), clock=time(13, 30), minutes=120)
    answer(other, world.chair, there)
    answer(setting.meeting, world.chair, here)
    assert of(setting.meeting, SURGERY) == expected


def test_who_organizes_another_meeting_is_there(world: World, setting: Setting) -> None:
    with unit_of_work():
        other = make_board(world.south, "LU")
        make_member(other, world.chair, BoardRole.COORDINATOR)
        make_meeting(other)
    assert of(setting.meeting, SURGERY) == 0


def test_a_cancelled_meeting_takes_nobody(world: World, setting: Setting) -> None:
    with unit_of_work():
        other = make_meeting(make_board(world.south, "LU"), state=MeetingState.CANCELLED)
    answer(other, world.chair, Answer.ACCEPTED)
    assert of(setting.meeting, SURGERY) == 0.9


def test_a_case_that_is_only_noted_needs_nobody(setting: Setting) -> None:
    setting.first.minutes = 0
    save(setting.first)
    assert [one.case_id for one in read(setting.meeting).cases] == [setting.second.case_id]


def test_many_people_cost_as_many_queries_as_few(
    world: World, setting: Setting, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    meeting = setting.meeting
    extra = [covering(f"Extra Person{number}", world.hub, PATHOLOGY) for number in range(12)]
    client.sign_in(world.coordinator)
    address = f"/meetings/{meeting.id}"
    client.get(address)
    few = count_queries(lambda: client.get(address))
    with unit_of_work():
        for person in extra[:8]:
            make_member(world.board, person, BoardRole.PANELIST)
    for person in extra[:8]:
        answer(meeting, person, Answer.DECLINED)
    db.session.expire_all()
    client.get(address)
    assert count_queries(lambda: client.get(address)) == few


def test_a_forecast_with_suggestions_costs_a_handful_of_queries(
    world: World, setting: Setting, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    covering("Extra Person", world.hub, PATHOLOGY)
    asked = asked_to(setting.meeting)
    assert count_queries(lambda: known_of(setting.meeting, [person.id for person in asked])) == 7
    readable = {setting.first.case_id}

    def whole() -> object:
        return panel(setting.meeting, asked, readable=readable, choosable=select(Person))

    whole()
    assert count_queries(whole) == 19
