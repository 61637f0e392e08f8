"""My availability: calendars are given and removed by their person alone, absences also by a delegate."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from eboard.access.leaving import deactivate_person
from eboard.audit import Actor, Via
from eboard.audit.models import AuditEntry
from eboard.availability.enums import BusyKind, CalendarState, Problem
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.availability.periods import Period
from eboard.availability.sealing import reveal_address
from eboard.core.crypto import SealError
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.models import Person
from tests.availability.test_busy_between import absence, calendar
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_meeting, save

ADDRESS = "webcal://calendar.example.org/secret-token/basic.ics"
AWAY = {"starts_on": "2026-03-09", "ends_on": "2026-03-13"}


def give(client: Client, address: str = ADDRESS) -> tuple[int, str]:
    answer = client.post("/availability/calendars", data={"address": address})
    return answer.status_code, answer.text


def one_calendar() -> PublishedCalendar:
    return db.session.scalars(select(PublishedCalendar)).one()


def events() -> list[tuple[str, object, object]]:
    rows = select(AuditEntry.event, AuditEntry.actor_id, AuditEntry.on_behalf_of_id).order_by(AuditEntry.id)
    return [tuple(row) for row in db.session.execute(rows.where(AuditEntry.event.startswith("availability.")))]


def test_an_address_is_sealed_and_only_its_host_is_shown(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    assert give(client)[0] == 303
    row = one_calendar()
    assert (row.person_id, row.host, row.state, row.due_at) == (
        world.chair.id,
        "calendar.example.org",
        CalendarState.WAITING,
        NOW,
    )
    assert b"secret" not in row.sealed_address
    assert reveal_address(row.sealed_address, row.id).text == "https://calendar.example.org/secret-token/basic.ics"
    with pytest.raises(SealError):
        reveal_address(row.sealed_address, new_id())
    page = client.get("/availability/").text
    assert ("calendar.example.org" in page, "secret-token" in page) == (True, False)
    assert events() == [("availability.calendar_added", world.chair.id, None)]
    [details] = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.event == "availability.calendar_added")
    ).all()
    assert details == {"person_id": str(world.chair.id)}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://calendar.example.org/secret-token", "Give an address that begins with https:// or webcal://."),
        ("https://me:secret-token@calendar.example.org/", "The address holds a user name or password."),
        ("", "Paste the address."),
    ],
)
def test_what_is_no_address_gets_a_sentence_that_does_not_repeat_it(
    world: World, client: Client, address: str, sentence: str
) -> None:
    client.sign_in(world.chair)
    status, page = give(client, address)
    assert (status, sentence in page, "secret-token" in page) == (422, True, False)
    assert db.session.scalar(select(func.count(PublishedCalendar.id))) == 0


def test_the_same_calendar_and_a_sixth_one_are_refused(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    for number in range(4):
        assert give(client, f"{ADDRESS}?{number}")[0] == 303
    status, page = give(client, f"https://calendar.example.org/secret-token/basic.ics?{0}")
    assert (status, "This calendar is on the list already." in page) == (422, True)
    assert give(client, ADDRESS)[0] == 303
    status, page = give(client, f"{ADDRESS}?5")
    assert (status, "Five calendars are the most. Remove one first." in page) == (422, True)


def test_a_calendar_says_how_it_goes(world: World, client: Client) -> None:
    calendar(world.chair, state=CalendarState.READ, read_at=NOW - timedelta(minutes=20), warnings=3)
    calendar(world.chair, state=CalendarState.FAILING, read_at=NOW - timedelta(days=2), problem=Problem.CERTIFICATE)
    calendar(world.chair, state=CalendarState.STOPPED, problem=Problem.GONE)
    page = client.sign_in(world.chair).get("/availability/").text
    assert "read 20 minutes ago, Mon 2 Mar 2026, 08:40" in page
    assert "3 entries could not be used" in page
    assert "its certificate is not valid. What was read last still counts." in page
    assert "no longer exists. Give a new address.</p>" in page
    assert "It was never read." in page


def test_a_calendar_can_be_read_now_even_after_it_was_given_up(world: World, client: Client) -> None:
    row = calendar(world.chair, state=CalendarState.STOPPED, problem=Problem.GONE, due_at=None)
    assert client.sign_in(world.chair).post(f"/availability/calendars/{row.id}/read").status_code == 303
    assert one_calendar().due_at == NOW


def test_a_removed_calendar_is_forgotten_with_its_busy_times(world: World, client: Client) -> None:
    row = calendar(world.chair)
    save(BusyTime(calendar_id=row.id, starts_at=NOW, ends_at=NOW + timedelta(hours=1), kind=BusyKind.BUSY))
    assert client.sign_in(world.chair).post(f"/availability/calendars/{row.id}/remove").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(BusyTime)) == 0
    assert db.session.scalar(select(func.count(PublishedCalendar.id))) == 0
    assert events() == [("availability.calendar_removed", world.chair.id, None)]


def test_nobody_else_reaches_a_calendar_not_even_a_delegate(world: World, client: Client) -> None:
    row = calendar(world.chair)
    for person, behalf, status in (
        (world.stranger, None, 404),
        (world.coordinator, None, 404),
        (world.network_admin, None, 404),
        (world.deputy, world.chair, 403),
    ):
        client.sign_in(person, on_behalf_of=behalf)
        for verb in ("read", "remove"):
            assert client.post(f"/availability/calendars/{row.id}/{verb}").status_code == status
    assert give(client)[0] == 403
    page = client.get("/availability/").text
    assert ("calendar.example.org" in page, "Read now" in page, "Add a calendar" in page) == (True, False, False)
    assert one_calendar().due_at is None


def test_calendars_of_somebody_who_leaves_are_forgotten(world: World) -> None:
    calendar(world.chair)
    calendar(world.deputy)
    with unit_of_work():
        deactivate_person(actor=Actor(via=Via.COMMAND), person=world.chair, successor=None)
    assert db.session.scalars(select(PublishedCalendar.person_id)).all() == [world.deputy.id]


def test_a_person_notes_days_away_with_a_deputy(world: World, client: Client) -> None:
    client.sign_in(world.physician)
    data = {**AWAY, "deputy": "Nora Nurse", "deputy_id": str(world.nurse.id)}
    assert client.post("/availability/absences", data=data).status_code == 303
    row = db.session.scalars(select(Absence)).one()
    assert (row.starts_on, row.ends_on, row.zone) == (date(2026, 3, 9), date(2026, 3, 13), "America/Mexico_City")
    assert (row.starts_at.isoformat(), row.ends_at.isoformat()) == (
        "2026-03-09T06:00:00+00:00",
        "2026-03-14T06:00:00+00:00",
    )
    assert (row.deputy_id, row.entered_by_id) == (world.nurse.id, world.physician.id)
    page = client.get("/availability/").text
    assert "Mon 9 Mar 2026 to Fri 13 Mar 2026" in page
    assert ("Nora Nurse stands in" in page, "entered by" in page) == (True, False)


def test_a_delegate_notes_days_away_and_it_says_so(world: World, client: Client) -> None:
    client.sign_in(world.nurse, on_behalf_of=world.physician)
    assert client.post("/availability/absences", data={**AWAY, "ends_on": "2026-03-09"}).status_code == 303
    row = db.session.scalars(select(Absence)).one()
    assert (row.person_id, row.entered_by_id, row.deputy_id) == (world.physician.id, world.nurse.id, None)
    assert events() == [("availability.absence_added", world.nurse.id, world.physician.id)]
    page = client.sign_in(world.physician).get("/availability/").text
    assert "Mon 9 Mar 2026</p>" in page
    assert "entered by Nora Nurse" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": "2026-03-08"}, "The last day lies before the first."),
        ({"ends_on": "2027-03-10"}, "An absence lasts a year at most."),
        ({"starts_on": "2026-02-27", "ends_on": "2026-03-01"}, "These days are over."),
        ({"starts_on": "2026-03-19", "ends_on": "2026-03-20"}, "Some of these days are noted already."),
        ({"starts_on": "1999-03-19", "ends_on": "1999-03-20"}, "Choose a day of this century."),
        ({"starts_on": ""}, "Give the first day."),
        ({"deputy": "Nobody Known"}, "Choose a person from the list that appears as you type."),
        ({"deputy": "Pablo Physician"}, "Choose somebody else with an active account."),
    ],
)
def test_days_that_cannot_be_noted_get_a_sentence_and_what_was_typed_stays(
    world: World, client: Client, change: dict[str, str], sentence: str
) -> None:
    day = NOW + timedelta(days=17)  # 19 March
    absence(world.physician, day, day + timedelta(days=1))
    client.sign_in(world.physician)
    data = {**AWAY, **change}
    answer = client.post("/availability/absences", data=data)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert all(f'value="{value}"' in answer.text for value in data.values())
    assert db.session.scalar(select(func.count(Absence.id))) == 1


def test_an_absence_is_taken_back_by_the_person_or_a_delegate_and_nobody_else(world: World, client: Client) -> None:
    meeting = make_meeting(world.board)
    row = absence(world.chair, meeting.starts_at, meeting.ends_at)
    for person, status in ((world.stranger, 404), (world.nurse, 404), (world.coordinator, 403), (world.deputy, 403)):
        assert client.sign_in(person).post(f"/availability/absences/{row.id}/remove").status_code == status
    client.sign_in(world.coordinator, on_behalf_of=world.chair)
    assert client.post(f"/availability/absences/{row.id}/remove").status_code == 303
    assert db.session.scalar(select(func.count(Absence.id))) == 0
    assert events() == [("availability.absence_removed", world.coordinator.id, world.chair.id)]


def test_past_absences_are_not_listed(world: World, client: Client) -> None:
    absence(world.chair, NOW - timedelta(days=3), NOW)
    assert "No days away" in client.sign_in(world.chair).get("/availability/").text


def test_my_page_asks_a_constant_number_of_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    def add(person: Person, days: int) -> None:
        start = NOW + timedelta(days=days)
        absence(person, start, start + timedelta(hours=5), deputy_id=world.deputy.id)
        calendar(person)

    add(world.chair, 1)
    client.sign_in(world.chair)
    once = count_queries(lambda: client.get("/availability/"))
    add(world.chair, 2)
    add(world.chair, 3)
    assert count_queries(lambda: client.get("/availability/")) == once


def away_panel(client: Client, meeting: Meeting) -> str:
    _, found, rest = client.get(f"/meetings/{meeting.id}").text.partition('id="away"')
    return rest.partition("</section>")[0] if found else ""


def test_a_coordinator_sees_who_is_away_and_invites_the_deputy_with_one_click(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    absence(world.radiologist, meeting.starts_at, meeting.ends_at, deputy_id=world.physician.id)
    absence(world.pathologist, meeting.starts_at, meeting.ends_at, deputy_id=world.chair.id)
    absence(world.deputy, meeting.ends_at, meeting.ends_at + timedelta(hours=1))  # back in time
    absence(world.nurse, meeting.starts_at, meeting.ends_at)  # nobody of this meeting
    client.sign_in(world.coordinator)
    panel = away_panel(client, meeting)
    assert [name in panel for name in ("Paul Pathologist", "Rita Radiologist", "Dora Deputy", "Nora Nurse")] == [
        True,
        True,
        False,
        False,
    ]
    assert ("Invite Pablo Physician" in panel, "Invite Charles Chair" in panel) == (True, False)
    data = {"person": "Pablo Physician", "person_id": str(world.physician.id)}
    assert client.post(f"/meetings/{meeting.id}/guests", data=data).status_code == 302
    assert db.session.scalars(select(Guest.person_id)).all() == [world.physician.id]
    assert "Invite Pablo Physician" not in away_panel(client, meeting)


def test_before_it_is_published_a_meeting_shows_who_is_busy(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
    start, hour = meeting.starts_at, timedelta(hours=1)
    calendar(
        world.radiologist,
        Period(start - hour, start + hour / 4, BusyKind.TENTATIVE),
        Period(start + hour / 2, start + hour, BusyKind.BUSY),
    )
    calendar(world.pathologist, Period(start, start + hour, BusyKind.TENTATIVE))
    calendar(world.deputy, Period(start - hour, start, BusyKind.BUSY))
    calendar(world.nurse, Period(start, start + hour, BusyKind.BUSY))
    absence(world.chair, start, start + hour)
    rows = away_panel(client.sign_in(world.coordinator), meeting).split("<li>")[1:]
    shown = [("Charles Chair", "stands in"), ("Paul Pathologist", "Tentative"), ("Rita Radiologist", "Busy")]
    assert len(rows) == len(shown)
    assert [(name in row, word in row) for row, (name, word) in zip(rows, shown, strict=True)] == [
        (True, False),
        (True, True),
        (True, True),
    ]
    meeting.state, meeting.published_at = MeetingState.PUBLISHED, NOW
    save(meeting)
    assert away_panel(client, meeting).count("<li>") == 1


def test_nobody_but_the_staff_sees_who_is_away(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    absence(world.radiologist, meeting.starts_at, meeting.ends_at)
    assert "Rita Radiologist" in away_panel(client.sign_in(world.coordinator), meeting)
    for person in (world.pathologist, world.observer, world.stranger, world.north_admin):
        assert away_panel(client.sign_in(person), meeting) == ""


def test_the_panel_costs_the_same_for_one_and_for_three(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board)
    absence(world.radiologist, meeting.starts_at, meeting.ends_at, deputy_id=world.physician.id)
    client.sign_in(world.coordinator)
    address = f"/meetings/{meeting.id}"
    once = count_queries(lambda: client.get(address))
    absence(world.pathologist, meeting.starts_at, meeting.ends_at, deputy_id=world.nurse.id)
    absence(world.deputy, meeting.starts_at, meeting.ends_at, deputy_id=world.stranger.id)
    assert count_queries(lambda: client.get(address)) == once
