"""Whose own slot moved after the list closed gets a short note, and nobody else does."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import note_agenda
from eboard.invitations.jobs import note_agendas
from eboard.invitations.queries import due_to_hear_of_agenda
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.meetings.actions.agenda import change_item, list_case
from eboard.meetings.actions.order import shift
from eboard.meetings.actions.removals import take_off
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.models import Person
from tests.invitations.reading import Mail, change
from tests.invitations.written import TOLD, announced, at, invitation_of, readers, text_of
from tests.world import World, make_case, make_item, make_meeting

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)  # 14:00 in Chicago
CLOSED = START - timedelta(hours=48)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def notes(moment: datetime) -> list[Mail]:
    return [mail for mail in at(moment, note_agendas) if "Agenda changed" in mail.message["Subject"]]


@pytest.fixture
def meeting(world: World) -> Meeting:
    """Three cases of 15, 5 and 20 minutes, presented by the radiologist, the deputy and the pathologist."""
    with unit_of_work():
        row = make_meeting(world.board)
        people = ((world.radiologist, 15), (world.deputy, 5), (world.pathologist, 20))
        for position, (person, minutes) in enumerate(people, 1):
            case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
            make_item(row, case, position, minutes=minutes, presenter_id=person.id)
    at(TOLD)
    return row


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def item_of(meeting: Meeting, person: Person) -> AgendaItem:
    return next(item for item in meeting.items if item.presenter_id == person.id)


def move(world: World, meeting: Meeting, person: Person, steps: int, moment: datetime) -> None:
    with time.at(moment), unit_of_work():
        shift(actor=by(world.coordinator), item=item_of(meeting, person), steps=steps)


def test_before_the_list_closes_the_agenda_is_nobodys_news(world: World, meeting: Meeting) -> None:
    move(world, meeting, world.pathologist, -2, CLOSED - 2 * HOUR)
    assert notes(CLOSED) == []
    assert invitation_of(meeting, world.pathologist).slots_told is None
    assert notes(CLOSED + MINUTE) == []  # the slots of this moment are what people go by
    told = [invitation_of(meeting, person).slots_told for person in (world.pathologist, world.deputy, world.chair)]
    assert told == [
        {str(item_of(meeting, world.pathologist).id): 0},
        {str(item_of(meeting, world.deputy).id): 35},
        None,
    ]


def test_those_are_told_whose_own_slot_moved_by_ten_minutes_or_more(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    move(world, meeting, world.pathologist, -1, CLOSED + HOUR)  # 20 minutes later for the deputy, 5 earlier for her
    assert notes(CLOSED + HOUR + MINUTE) == []  # the coordinator may still be at it
    mails = notes(CLOSED + HOUR + 3 * MINUTE)
    assert readers(mails) == ["dora.deputy"]
    assert mails[0].message["Subject"] == "Agenda changed: GI eBoard, Mon 9 Mar 2026, 14:00"
    assert text_of(mails[0]) == (
        "Dear Dora Deputy,\n"
        "\n"
        "your own part of this meeting has changed:\n"
        "\n"
        "GI eBoard, 3 cases\n"
        "When: Mon 9 Mar 2026, 14:00 to 15:00 (America/Chicago)\n"
        "\n"
        "Your case begins at 14:35. Before it was 14:15.\n"
        "\n"
        f"Join: http://localhost:8000/join/{meeting.join_code}\n"
        f"Details: http://localhost:8000/meetings/{meeting.id}\n"
        "\n"
        "Questions: Cora Coordinator <cora.coordinator@example.org>\n"
        "\n"
        "You choose what you are told: http://localhost:8000/account/notices\n"
    )
    assert "Your case begins at 14:35. Before it was 14:15." in mails[0].body("html")
    assert notes(CLOSED + 2 * HOUR) == []
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.agenda_noted")).one()
    assert (entry.actor_id, entry.details) == (None, {"slots": 1})


def test_small_shifts_add_up(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    for hours, minutes in ((1, 21), (2, 27)):  # the first case takes 6, then 12 minutes more
        with time.at(CLOSED + hours * HOUR), unit_of_work():
            first = item_of(meeting, world.radiologist)
            change_item(actor=by(world.coordinator), item=first, minutes=minutes, presenter_id=first.presenter_id)
        mails = notes(CLOSED + hours * HOUR + 3 * MINUTE)
        assert readers(mails) == ([] if hours == 1 else ["dora.deputy", "paul.pathologist"])
    assert "Your case begins at 14:27. Before it was 14:15." in text_of(mails[0])


def test_a_case_that_was_added_late_is_told_and_one_that_left_is_forgotten(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    late = {
        "state": CaseState.ACCEPTED,
        "is_ready": True,
        "presenter_id": world.deputy.id,
        "referrer_id": world.chair.id,
    }
    with time.at(CLOSED + HOUR), unit_of_work():
        case = make_case(world.north, world.board, **late)
        list_case(actor=by(world.coordinator), meeting=meeting, case=case, late_reason="Surgery is on Friday")
    at(CLOSED + HOUR + 3 * MINUTE)  # the change of the number of cases is told
    mails = notes(CLOSED + HOUR + 4 * MINUTE)
    assert readers(mails) == ["charles.chair", "dora.deputy"]
    assert {"A case of yours was added. It begins at 14:40." in text_of(mail) for mail in mails} == {True}
    assert "Friday" not in mails[0].message.as_string()
    with time.at(CLOSED + 2 * HOUR), unit_of_work():
        take_off(actor=by(world.coordinator), item=next(item for item in meeting.items if item.case_id == case.id))
    at(CLOSED + 2 * HOUR + 3 * MINUTE)
    assert notes(CLOSED + 2 * HOUR + 4 * MINUTE) == []
    assert invitation_of(meeting, world.chair).slots_told == {}


def test_a_meeting_that_moves_as_a_whole_moves_nobodys_slot(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    with time.at(CLOSED + HOUR):
        change(meeting, starts_at=START + HOUR, ends_at=START + 2 * HOUR, sequence=1)
    at(CLOSED + HOUR + 3 * MINUTE)
    assert notes(CLOSED + HOUR + 4 * MINUTE) == []


def test_who_does_without_these_notes_gets_none(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    with unit_of_work():
        choose(person_id=world.deputy.id, choices={NoticeKind.AGENDA: Delivery.OFF})
    move(world, meeting, world.pathologist, -1, CLOSED + HOUR)
    assert notes(CLOSED + HOUR + 3 * MINUTE) == []
    with time.at(CLOSED + 2 * HOUR):
        assert due_to_hear_of_agenda() == []


def test_nobody_is_told_once_the_meeting_runs_or_twice_or_without_an_invitation(world: World, meeting: Meeting) -> None:
    notes(CLOSED + MINUTE)
    move(world, meeting, world.pathologist, -1, CLOSED + HOUR)
    with time.at(CLOSED + 2 * HOUR), unit_of_work():
        note_agenda(invitation_of(meeting, world.deputy).id)
        note_agenda(invitation_of(meeting, world.deputy).id)
        note_agenda(meeting.id)
    assert readers(at(CLOSED + 2 * HOUR)) == ["dora.deputy"]
    move(world, meeting, world.pathologist, 1, CLOSED + 3 * HOUR)
    with time.at(CLOSED + 4 * HOUR):
        change(meeting, state=MeetingState.LIVE)
    assert notes(START - MINUTE) == []


@pytest.mark.parametrize("over", [{"state": MeetingState.CANCELLED}, {"room": "Room 4", "sequence": 1}])
def test_a_meeting_that_was_cancelled_or_has_other_news_in_the_last_moment_is_not_noted(
    world: World, meeting: Meeting, over: dict[str, object]
) -> None:
    notes(CLOSED + MINUTE)
    move(world, meeting, world.pathologist, -2, CLOSED + HOUR)
    with time.at(CLOSED + 2 * HOUR):
        found = due_to_hear_of_agenda()
        assert found != []
        change(meeting, **over)
        for invitation_id in found:
            with unit_of_work():
                note_agenda(invitation_id)
    assert [mail for mail in at(CLOSED + 2 * HOUR) if "Agenda changed" in mail.message["Subject"]] == []


def test_another_organization_hears_nothing(world: World, meeting: Meeting) -> None:
    announced(world, day=date(2026, 3, 10))
    notes(CLOSED + MINUTE)
    move(world, meeting, world.pathologist, -1, CLOSED + HOUR)
    everybody = {mail.to for mail in at(CLOSED + HOUR + 3 * MINUTE, note_agendas)}
    assert everybody == {world.deputy.email}


def test_looking_for_moved_slots_costs_the_same_for_one_meeting_and_three(
    world: World, meeting: Meeting, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    with time.at(CLOSED + HOUR):
        one = count_queries(due_to_hear_of_agenda)
    for hour in (1, 2):
        with unit_of_work():
            more = make_meeting(world.board, clock=datetime(2026, 3, 9, 14 + hour).time())  # noqa: DTZ001
            case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
            make_item(more, case, presenter_id=world.deputy.id)
        at(TOLD + hour * HOUR)
    with time.at(CLOSED + 3 * HOUR):
        three = count_queries(due_to_hear_of_agenda)
        assert len(due_to_hear_of_agenda()) == 5
    assert (one, three) == (2, 2)
