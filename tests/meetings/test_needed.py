"""The minutes in which each person is needed, from the agenda alone."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from eboard.boards.enums import BoardRole
from eboard.core.db import unit_of_work
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.meetings.needed import Needed, Part, first_minute, needed
from eboard.meetings.queries.parts import needed_in, parts_of
from eboard.people.enums import Specialty
from eboard.people.models import Person, PersonSpecialty
from tests.client import Client
from tests.conftest import NOW
from tests.invitations.reading import change
from tests.world import World, add, make_board, make_case, make_item, make_meeting, make_member, make_person

Line = tuple[int, list[str]]  # minutes of a case, and the specialties it asks for


def agenda(world: World, *lines: Line, **values: Any) -> Meeting:
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
        for position, (minutes, specialties) in enumerate(lines, start=1):
            case = make_case(world.north, world.board, specialties=specialties)
            make_item(meeting, case, position, minutes=minutes)
    return meeting


def minutes_of(meeting: Meeting, person: Person) -> list[tuple[int, int, int]] | str:
    """Blocks as minutes after the start with their cases, or that it is the whole meeting."""
    found = needed_in(meeting, person.id)
    if found.is_whole:
        return "whole"
    minute = timedelta(minutes=1)
    return [
        ((one.starts_at - meeting.starts_at) // minute, (one.ends_at - meeting.starts_at) // minute, one.cases)
        for one in found.blocks
    ]


def test_a_specialist_is_needed_for_the_cases_that_ask_for_the_specialty(world: World) -> None:
    meeting = agenda(world, (10, []), (10, ["radiology"]), (5, ["pathology"]), (5, ["radiology", "surgery"]))
    assert minutes_of(meeting, world.radiologist) == [(10, 20, 1), (25, 30, 1)]
    assert minutes_of(meeting, world.pathologist) == [(20, 25, 1)]
    assert minutes_of(meeting, world.deputy) == []


def test_blocks_that_touch_are_one_also_over_a_case_that_is_only_noted(world: World) -> None:
    meeting = agenda(world, (10, ["radiology"]), (0, []), (5, ["radiology"]), (5, []))
    assert minutes_of(meeting, world.radiologist) == [(0, 15, 2)]


def test_presenter_and_referring_physician_are_needed_for_their_case(world: World) -> None:
    meeting = agenda(world, (10, []), (10, []), (10, []))
    change(meeting.items[1], presenter_id=world.physician.id)
    change(meeting.items[2].case, referrer_id=world.nurse.id)
    assert (minutes_of(meeting, world.physician), minutes_of(meeting, world.nurse)) == ([(10, 20, 1)], [(20, 30, 1)])


def test_who_chairs_or_coordinates_is_needed_throughout_and_so_is_everybody_before_there_is_a_case(
    world: World,
) -> None:
    meeting = agenda(world, (10, ["radiology"]))
    assert [minutes_of(meeting, one) for one in (world.chair, world.coordinator)] == ["whole", "whole"]
    assert minutes_of(agenda(world, day=date(2026, 3, 16)), world.radiologist) == "whole"
    assert minutes_of(agenda(world, (0, []), day=date(2026, 3, 23)), world.radiologist) == "whole"


def test_an_observer_is_not_needed_whatever_he_or_she_covers(world: World) -> None:
    with unit_of_work():
        add(PersonSpecialty(person_id=world.observer.id, specialty=Specialty.RADIOLOGY))
    assert minutes_of(agenda(world, (10, ["radiology"])), world.observer) == []


def test_a_guest_is_needed_for_a_case_of_his_or_her_own_else_for_the_whole_meeting(world: World) -> None:
    meeting = agenda(world, (10, []), (10, ["genetics"]))
    with unit_of_work():
        guest, other = make_person("Gina Guest"), make_person("Otto Other")
        add(PersonSpecialty(person_id=guest.id, specialty=Specialty.GENETICS))
        for person in (guest, other):
            add(Guest(meeting_id=meeting.id, person_id=person.id))
    assert (minutes_of(meeting, guest), minutes_of(meeting, other)) == ([(10, 20, 1)], "whole")


def test_a_seat_counts_on_its_own_board_and_in_its_time(world: World) -> None:
    with unit_of_work():
        person = make_person("Petra Panel")
        elsewhere = make_member(make_board(world.hub, "LUNG"), person, BoardRole.PANELIST)
        ours = make_member(world.board, person, BoardRole.PANELIST)
    change(elsewhere, specialty=Specialty.PULMONOLOGY)
    change(ours, specialty=Specialty.SURGERY, starts_on=date(2026, 3, 10))
    lines: list[Line] = [(10, ["pulmonology"]), (10, ["surgery"])]
    assert minutes_of(agenda(world, *lines, day=date(2026, 3, 9)), person) == []
    assert minutes_of(agenda(world, *lines, day=date(2026, 3, 10)), person) == [(10, 20, 1)]
    change(ours, ends_on=date(2026, 3, 16))
    assert minutes_of(agenda(world, *lines, day=date(2026, 3, 17)), person) == []


def test_what_was_taken_off_is_not_waited_for(world: World) -> None:
    meeting = agenda(world, (10, []), (10, ["radiology"]))
    change(meeting.items[0], state=ItemState.REMOVED)
    assert minutes_of(meeting, world.radiologist) == [(0, 10, 1)]


def test_the_parts_of_any_number_of_people_and_meetings_take_three_queries(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    meetings = [agenda(world, (10, ["radiology"]), day=date(2026, 3, day)) for day in (9, 16, 23)]
    people = [world.chair.id, world.radiologist.id, world.observer.id]

    def parts() -> None:
        part = parts_of(people)
        for meeting in meetings:
            for person_id in people:
                part(meeting, person_id)

    assert count_queries(parts) == 3


LINES = st.lists(st.tuples(st.integers(0, 15), st.booleans()), max_size=12)


def plain_meeting(lines: list[tuple[int, bool]], me: UUID) -> Meeting:
    """A meeting that no database knows: one case a line, mine where it says so."""
    items = [
        SimpleNamespace(
            state=ItemState.LISTED, position=n, minutes=minutes, presenter_id=me if mine else None,
            case=SimpleNamespace(referrer_id=None, specialties=[]),
        )
        for n, (minutes, mine) in enumerate(lines)
    ]  # fmt: skip
    return cast("Meeting", SimpleNamespace(items=items, minutes=60, starts_at=NOW, ends_at=NOW + timedelta(hours=1)))


@given(LINES)
def test_the_blocks_hold_exactly_the_minutes_of_my_cases_in_order_and_apart(lines: list[tuple[int, bool]]) -> None:
    me = uuid4()
    meeting = plain_meeting(lines, me)
    found = needed(meeting, Part(person_id=me))
    minute = timedelta(minutes=1)
    if not any(minutes for minutes, _mine in lines):
        assert found == Needed(is_whole=True)
        return
    expected, at = [], 0
    for minutes, mine in lines:
        expected += range(at, at + minutes) if mine else ()
        at += minutes
    covered: list[int] = []
    for block in found.blocks:
        begin, end = ((moment - NOW) // minute for moment in (block.starts_at, block.ends_at))
        assert not covered or begin > covered[-1] + 1
        covered += range(begin, end)
    assert covered == expected
    assert first_minute(meeting, found) == (expected[0] if expected else None)
    assert found.cases == sum(mine and minutes > 0 for minutes, mine in lines)


def test_the_page_of_a_meeting_says_when_its_reader_is_needed(world: World, client: Client) -> None:
    meeting = agenda(world, (10, []), (10, ["radiology"]), (5, []), (5, ["radiology"]))
    address = f"/meetings/{meeting.id}"
    page = client.sign_in(world.radiologist).get(address).text
    assert "<strong>You are needed</strong> 14:10–14:20, 14:25–14:30 (America/Chicago), for 2 cases" in page
    for person in (world.chair, world.deputy, world.observer):
        assert "You are needed" not in client.sign_in(person).get(address).text
    change(meeting, state=MeetingState.CONCLUDED)
    assert "You are needed" not in client.sign_in(world.radiologist).get(address).text
    assert client.sign_in(world.stranger).get(address).status_code == 404


def test_times_of_the_page_are_the_readers_own(world: World, client: Client) -> None:
    meeting = agenda(world, (10, []), (10, []))
    person = world.physician
    change(person, zone="Asia/Dubai")
    change(meeting.items[1], presenter_id=person.id)
    page = client.sign_in(person).get(f"/meetings/{meeting.id}").text
    assert "<strong>You are needed</strong> 23:10–23:20 (Asia/Dubai), for 1 case" in page
