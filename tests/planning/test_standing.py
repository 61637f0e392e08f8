"""What stands on an agenda stays there, and whoever said no is not counted on."""

from datetime import date, timedelta

import pytest

from eboard.availability.models import Absence
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.client import Client
from tests.conftest import NOW
from tests.planning.test_pages import accept, agendas, said, waiting
from tests.world import World, make_case, make_item, make_meeting


@pytest.fixture
def meeting(world: World) -> Meeting:
    """A published meeting of 90 minutes, 80 of them for cases."""
    with unit_of_work():
        return make_meeting(world.board, date(2026, 3, 9), state=MeetingState.PUBLISHED, published_at=NOW, minutes=90)


def listed(world: World, meeting: Meeting, number: str, *, minutes: int, **values: object) -> Case:
    with unit_of_work():
        case = make_case(world.north, world.board, number=number, state=CaseState.SCHEDULED, **values)
        make_item(meeting, case, minutes=minutes, position=len(agendas([meeting])[0]) + 1)
    return case


def is_away(world: World, person: Person, meeting: Meeting, *, after_minutes: int) -> None:
    starts_at = meeting.starts_at + timedelta(minutes=after_minutes)
    with unit_of_work():
        days = {"starts_on": meeting.day, "ends_on": meeting.day, "zone": "UTC"}
        instants = {"starts_at": starts_at, "ends_at": starts_at + timedelta(days=1)}
        db.session.add(Absence(person_id=person.id, entered_by_id=world.nurse.id, **days, **instants))


def page(client: Client, world: World) -> str:
    return client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal").text


def test_a_full_agenda_loses_nothing_to_a_case_that_cannot_be_held(
    world: World, meeting: Meeting, client: Client
) -> None:
    listed(world, meeting, "EB-LOST", minutes=40, specialties=["genetics"])
    listed(world, meeting, "EB-LONG", minutes=45)
    html = page(client, world)
    assert ("Back to the queue" in html, "The agendas stand as they would be proposed." in html) == (False, True)
    assert html.count("It stays on this agenda as it is.") == 2


def test_cases_that_cannot_all_be_held_stay_all_the_same(world: World, meeting: Meeting, client: Client) -> None:
    for number in ("EB-1", "EB-2"):
        listed(world, meeting, number, minutes=20, specialties=["radiology"])
    is_away(world, world.radiologist, meeting, after_minutes=20)
    html = page(client, world)
    assert ("Back to the queue" in html, "The agendas stand as they would be proposed." in html) == (False, True)
    assert html.count("stays on this agenda as it is.") == 1


def test_a_restricted_case_is_not_named_where_it_stays_outside(world: World, meeting: Meeting, client: Client) -> None:
    listed(world, meeting, "EB-HIDDEN", minutes=10, specialties=["genetics"], is_restricted=True)
    html = page(client, world)
    assert ("EB-HIDDEN" in html, "It stays on this agenda as it is." in html) == (False, True)


def test_nothing_is_said_of_whom_a_restricted_case_needs(world: World, meeting: Meeting, client: Client) -> None:
    listed(world, meeting, "EB-HIDDEN", minutes=10, is_restricted=True)
    html = page(client, world)
    assert ("A restricted case" in html, "It stands on this agenda" in html) == (True, False)


def test_a_restricted_case_is_not_moved_by_who_may_not_know_it(world: World, meeting: Meeting, client: Client) -> None:
    with unit_of_work():
        meeting.state, meeting.published_at = MeetingState.PLANNED, None
    case = listed(world, meeting, "EB-HIDDEN", minutes=10, specialties=["genetics"], is_restricted=True)
    client.sign_in(world.coordinator)
    assert accept(client, world, case, query="?free=1") == 422
    assert agendas([meeting]) == [["EB-HIDDEN"]]
    assert case.state is CaseState.SCHEDULED


def test_a_presenter_who_declined_is_not_counted_on(world: World, meeting: Meeting, client: Client) -> None:
    waiting(world, "EB-MINE")
    with unit_of_work():
        asked = {"meeting_id": meeting.id, "person_id": world.physician.id, "tag": "declined"}
        db.session.add(Invitation(**asked, answer=Answer.DECLINED))
    assert "Not on Mon 9 Mar 2026: the presenter is away." in said(page(client, world), "EB-MINE")


def test_an_agenda_keeps_its_order_unless_a_chosen_case_comes_or_goes(
    world: World, meeting: Meeting, client: Client
) -> None:
    listed(world, meeting, "EB-EASY", minutes=40)
    listed(world, meeting, "EB-HARD", minutes=40, complexity=5)
    html = page(client, world)
    assert ("Take over this order" in html, "stand as they would be proposed" in html) == (True, False)
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16), state=MeetingState.PLANNED, published_at=None, minutes=30)
    assert accept(client, world, waiting(world, "EB-NEW")) == 303
    assert agendas([meeting, later]) == [["EB-EASY", "EB-HARD"], ["EB-NEW"]]


@pytest.mark.parametrize("query", ["", "?free=1"])
def test_a_case_that_is_only_noted_stays_on_every_agenda_it_stands_on(
    world: World, meeting: Meeting, client: Client, query: str
) -> None:
    with unit_of_work():
        later = make_meeting(world.board, date(2026, 3, 16), state=MeetingState.PLANNED, published_at=None)
        noted = make_case(world.north, world.board, number="EB-N", state=CaseState.NOTED, specialties=["genetics"])
        for one in (meeting, later):
            make_item(one, noted, minutes=0, state=ItemState.NOTED)
    new = waiting(world, "EB-NEW")
    html = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/proposal{query}").text
    assert (html.count("1 case is noted without discussion."), "Without a case so far" in html) == (2, False)
    assert accept(client, world, new, noted, query=query) == 303
    assert agendas([meeting, later]) == [["EB-NEW", "EB-N"], ["EB-N"]]
