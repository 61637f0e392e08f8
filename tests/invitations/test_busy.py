"""When people are taken by meetings of eBoard, and where each of them works."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from eboard.availability.burden import Place
from eboard.availability.enums import BusyKind
from eboard.availability.models import BusyTime, PublishedCalendar
from eboard.availability.periods import Period
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board, Holiday
from eboard.core.db import db, unit_of_work
from eboard.invitations.attendees import attendees, sites, usually_asked
from eboard.invitations.busy import meetings_between
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.enums import AffiliationRole, PersonState
from eboard.people.models import Affiliation, Person
from tests.conftest import NOW
from tests.world import World, make_board, make_meeting, make_member, make_person, save

DAY = date(2026, 3, 9)
TWO = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)  # 14:00 in Chicago
HOUR = timedelta(hours=1)
MORNING, EVENING = TWO - 6 * HOUR, TWO + 6 * HOUR


def invite(meeting: Meeting, person: Person, **values: Any) -> Invitation:
    row = Invitation(meeting_id=meeting.id, person_id=person.id, tag=f"tag-{person.id}-{meeting.id}", **values)
    save(row)
    return row


def other_board(world: World) -> Board:
    with unit_of_work():
        return make_board(world.south, "LUNG")


def test_a_published_meeting_of_any_board_takes_whom_it_invites(world: World) -> None:
    with unit_of_work():
        meeting = make_meeting(other_board(world), DAY)
    invite(meeting, world.chair)
    invite(meeting, world.deputy, answer=Answer.TENTATIVE)
    invite(meeting, world.radiologist, answer=Answer.DECLINED)
    invite(meeting, world.pathologist, is_wanted=False)
    invite(meeting, world.nurse)  # nobody asked
    asked = [one.id for one in (world.chair, world.deputy, world.radiologist, world.pathologist)]
    assert dict(meetings_between(asked, MORNING, EVENING)) == {
        world.chair.id: [Period(TWO, TWO + HOUR, BusyKind.BUSY)],
        world.deputy.id: [Period(TWO, TWO + HOUR, BusyKind.TENTATIVE)],
    }
    assert dict(meetings_between(asked, TWO + HOUR, EVENING)) == {}
    assert dict(meetings_between(asked, MORNING, TWO)) == {}


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED, MeetingState.CONCLUDED])
def test_a_meeting_that_is_not_published_takes_nobody(world: World, state: MeetingState) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, DAY, state=state)
    invite(meeting, world.chair)
    assert dict(meetings_between([world.chair.id, world.coordinator.id], MORNING, EVENING)) == {}


@pytest.mark.parametrize(("ends_on", "is_taken"), [(None, True), (DAY, True), (DAY - timedelta(days=1), False)])
def test_a_meeting_takes_those_who_coordinate_its_board_that_day(
    world: World, ends_on: date | None, *, is_taken: bool
) -> None:
    with unit_of_work():
        board = make_board(world.hub, "LUNG")
        make_member(board, world.nurse, BoardRole.COORDINATOR).ends_on = ends_on
        make_member(board, world.chair, BoardRole.PANELIST)
        make_meeting(board, DAY)
    found = meetings_between([world.nurse.id, world.chair.id], MORNING, EVENING)
    expected = {world.chair.id, world.nurse.id} if is_taken else {world.chair.id}
    assert {person_id for person_id, periods in found.items() if periods} == expected


def test_whom_a_board_usually_asks(world: World) -> None:
    with unit_of_work():
        make_member(world.board, world.observer, BoardRole.PANELIST)
        make_member(world.board, world.stranger, BoardRole.OBSERVER)
        world.pathologist.state = PersonState.DEACTIVATED
    assert [(person.name, required) for person, required in usually_asked(world.board, DAY).items()] == [
        ("Charles Chair", True),
        ("Cora Coordinator", True),
        ("Dora Deputy", True),
        ("Olga Observer", True),
        ("Rita Radiologist", True),
        ("Sami Stranger", False),
    ]


def test_an_attendee_has_a_place_and_all_busy_times_as_one(world: World) -> None:
    with unit_of_work():
        world.south.weekend = ["FR", "SA"]
        db.session.add(Holiday(organization_id=world.south.id, day=date(2026, 3, 10), name="A day off"))
        db.session.add(Holiday(organization_id=world.south.id, day=date(2026, 5, 1), name="Far away"))
        db.session.add(Holiday(organization_id=world.hub.id, day=date(2026, 3, 11), name="Of the hub"))
        make_meeting(world.board, DAY)  # which invites its observer
        calendar = PublishedCalendar(person_id=world.observer.id, host="calendar.example.org", sealed_address=b"-")
        db.session.add(calendar)
        db.session.flush()
        db.session.add(
            BusyTime(calendar_id=calendar.id, starts_at=TWO + HOUR / 2, ends_at=TWO + 2 * HOUR, kind=BusyKind.BUSY)
        )
        world.nurse.zone = "Europe/Berlin"
        loner = make_person("Lea Loner")
    people = [world.observer, world.nurse, loner]
    found = attendees(people, [world.nurse.id], DAY, DAY)
    assert [(one.name, one.sorts_as, one.place, one.is_required, one.busy) for one in found] == [
        (
            "Olga Observer",
            "Observer Olga",
            Place("Asia/Dubai", frozenset({"FR", "SA"}), frozenset({date(2026, 3, 10)})),
            False,
            (Period(TWO, TWO + 2 * HOUR, BusyKind.BUSY),),
        ),
        ("Nora Nurse", "Nurse Nora", Place("Europe/Berlin"), True, ()),
        ("Lea Loner", "Loner Lea", Place("America/Chicago"), False, ()),
    ]


def test_of_two_organizations_the_one_joined_first_counts(world: World) -> None:
    with unit_of_work():
        world.south.weekend = ["FR", "SA"]
        db.session.add(
            Affiliation(
                person_id=world.nurse.id,
                organization_id=world.south.id,
                role=AffiliationRole.CARE_TEAM,
                starts_on=date(2021, 1, 1),
                approved_at=NOW,
            )
        )
    (found,) = attendees([world.nurse], [], DAY, DAY)
    assert found.place.weekend == {"SA", "SU"}


def test_the_sites_of_a_board_are_its_zones_and_weekends(world: World) -> None:
    with unit_of_work():
        world.south.weekend = ["FR", "SA"]
        loner = make_person("Lea Loner", zone="Asia/Dubai")
        make_member(world.board, loner, BoardRole.PANELIST)
    assert [(site.place, site.people) for site in sites(world.board, DAY)] == [
        (Place("America/Chicago"), 5),
        (Place("Asia/Dubai", frozenset({"FR", "SA"})), 1),
        (Place("Asia/Dubai"), 1),
    ]


def test_more_people_cost_no_more_queries(world: World, count_queries: Callable[[Callable[[], object]], int]) -> None:
    one, several = [world.chair], [world.chair, world.observer, world.nurse, world.stranger]
    assert all(person.name for person in several)  # they are loaded
    once = count_queries(lambda: attendees(one, [], DAY, DAY))
    assert once == count_queries(lambda: attendees(several, [], DAY, DAY)) == 6
