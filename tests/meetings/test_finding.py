"""Find a time: the page, whom it lets whom ask for, and the way from a slot to a planned meeting."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from sqlalchemy import select

from eboard.availability.enums import BusyKind
from eboard.availability.models import Absence, BusyTime, PublishedCalendar
from eboard.boards.enums import BoardRole
from eboard.core.db import db, unit_of_work
from eboard.invitations.models import Invitation
from eboard.meetings.models import Meeting
from eboard.people.enums import AffiliationRole
from eboard.people.models import Person
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, make_board, make_meeting, make_member, make_person, save

QUIET = {"first_day": "2026-03-09", "last_day": "2026-03-09", "opens": "8", "closes": "10", "minutes": "60"}


def address(world: World, **arguments: object) -> str:
    return f"/boards/{world.board.id}/find-time?{urlencode(arguments)}"


def take(person: Person, start: str, end: str, kind: BusyKind = BusyKind.BUSY) -> None:
    """Busy times on Monday, 9 March 2026 in Chicago."""
    starts_at, ends_at = (datetime.fromisoformat(f"2026-03-09T{one}-05:00").astimezone(UTC) for one in (start, end))
    with unit_of_work():
        calendar = PublishedCalendar(person_id=person.id, host="example.org", sealed_address=b"-", read_at=NOW)
        db.session.add(calendar)
        db.session.flush()
        db.session.add(BusyTime(calendar_id=calendar.id, starts_at=starts_at, ends_at=ends_at, kind=kind))


def panel(html: str, name: str) -> str:
    found = re.search(rf'<section class="panel[^"]*" id="{name}".*?</section>', html, re.DOTALL)
    return found.group() if found else ""


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def titles(html: str) -> list[str]:
    rows = re.findall(r'<span class="row-title">(.*?)</time>', panel(html, "slots"), re.DOTALL)
    return [text_of(row) for row in rows]


def reasons(html: str) -> list[str]:
    return [text_of(row) for row in re.findall(r'<p class="row-note">(.*?)</p>', panel(html, "slots"), re.DOTALL)]


def lines(html: str) -> dict[str, list[str]]:
    """The grid as a screen reader has it: each person with the runs of the day."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', panel(html, "grid"), re.DOTALL)
    return {
        text_of(head): [
            text_of(re.sub(r'<span aria-hidden="true">.*?</span>', "", cell))
            for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)
        ]
        for head, cells in rows
    }


def needs(html: str) -> dict[str, str]:
    rows = re.findall(r'<li><label for="[^"]+">(.*?)<span.*?<select(.*?)</select>', panel(html, "question"), re.DOTALL)
    return {text_of(name): re.findall(r'value="(\w)" selected', options)[0] for name, options in rows}


def test_the_page_opens_with_the_panel_and_the_usual_ways_of_the_board(world: World, client: Client) -> None:
    page = client.sign_in(world.coordinator).get(f"/boards/{world.board.id}/find-time")
    assert page.status_code == 200
    assert needs(page.text) == {
        "Charles Chair": "r",
        "Cora Coordinator": "r",
        "Dora Deputy": "r",
        "Olga Observer": "o",
        "Paul Pathologist": "r",
        "Rita Radiologist": "r",
    }
    assert titles(page.text)[:3] == [  # where an observer sits in Dubai: nine hours ahead from 8 March, ten before
        "Mon 9 Mar 2026, 08:00 in Chicago",
        "Tue 10 Mar 2026, 08:00 in Chicago",
        "Wed 11 Mar 2026, 08:00 in Chicago",
    ]
    assert "60 minutes · Wed 4 Mar 2026 to Tue 17 Mar 2026 · 7–19 h in America/Chicago" in text_of(page.text)


def test_the_best_slot_leads_to_the_plan_of_a_meeting(world: World, client: Client) -> None:
    take(world.chair, "08:00", "08:30")
    page = client.sign_in(world.coordinator).get(address(world, **QUIET, **{str(world.observer.id): "n"}))
    assert titles(page.text) == ["Mon 9 Mar 2026, 08:30 in Chicago"]
    assert reasons(page.text) == ["All 5 people can come. It lies within working hours for everybody who can come."]
    link = re.search(r'href="(/boards/[^"]*/meetings/new\?[^"]*)"', panel(page.text, "slots"))
    assert link is not None
    plan = client.get(unescape(link.group(1)))
    values = dict(re.findall(r'name="(day|start|end|zone)"[^>]* value="([^"]*)"', plan.text))
    assert values == {"day": "2026-03-09", "start": "08:30", "end": "09:30", "zone": "America/Chicago"}
    assert client.post(unescape(link.group(1)), data=values).status_code == 302
    meeting = db.session.scalars(select(Meeting)).one()
    assert (meeting.starts_at, meeting.minutes) == (datetime(2026, 3, 9, 13, 30, tzinfo=UTC), 60)


def test_a_proposal_that_makes_no_sense_leaves_the_plan_as_it_is(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    plan = client.get(f"/boards/{world.board.id}/meetings/new?day=soon&start=25:00&end=10:00&zone=Mars")
    values = dict(re.findall(r'name="(day|start|end|zone)"[^>]* value="([^"]*)"', plan.text))
    assert (plan.status_code, values) == (200, {"day": "", "start": "", "end": "10:00", "zone": "America/Chicago"})


def test_the_grid_says_how_everybody_stands_on_his_or_her_own_clocks(world: World, client: Client) -> None:
    take(world.chair, "08:30", "09:00")
    take(world.deputy, "08:00", "10:00", BusyKind.TENTATIVE)
    save(
        Absence(
            person_id=world.radiologist.id,
            starts_on=date(2026, 3, 9),
            ends_on=date(2026, 3, 9),
            zone="America/Chicago",
            starts_at=datetime(2026, 3, 9, 5, 0, tzinfo=UTC),
            ends_at=datetime(2026, 3, 10, 5, 0, tzinfo=UTC),
            entered_by_id=world.radiologist.id,
        )
    )
    page = client.sign_in(world.coordinator).get(address(world, **QUIET))
    assert lines(page.text) == {
        "Best times": ["", "Time 1"],
        "Charles Chair": ["Free 08:00–08:30", "Busy 08:30–09:00", "Free 09:00–10:00"],
        "Cora Coordinator": ["Free 08:00–10:00"],
        "Dora Deputy": ["Tentative 08:00–10:00"],
        "Olga Observer optional": ["Early or late 17:00–19:00"],
        "Paul Pathologist": ["Free 08:00–10:00"],
        "Rita Radiologist": ["Away 08:00–10:00"],
    }
    assert reasons(page.text) == [
        (
            "Required and missing: Rita Radiologist. Perhaps busy: Dora Deputy. "
            "Burden 4.0, most for Olga Observer: 18:00 (early or late)."
        )
    ]
    grid = text_of(panel(page.text, "grid"))
    assert "Dubai 17 18" in grid
    evening = client.get(address(world, **{**QUIET, "opens": 14, "closes": 16}))
    assert "Dubai 23 00 +1 (Tue 10 Mar 2026)" in text_of(panel(evening.text, "grid"))
    assert (
        "The calendars of 4 people are not known for all of these days. Only meetings here and absences count for: "
        "Cora Coordinator, Olga Observer, Paul Pathologist, Rita Radiologist." in grid
    )


@pytest.mark.parametrize(("day", "is_known"), [("2026-08-28", True), ("2026-08-29", False)])
def test_a_calendar_is_not_known_beyond_what_was_read_of_it(
    world: World, client: Client, *, day: str, is_known: bool
) -> None:
    take(world.chair, "08:00", "09:00")
    page = client.sign_in(world.coordinator).get(address(world, **{**QUIET, "first_day": day, "last_day": day}))
    said = text_of(panel(page.text, "grid")).partition("absences count for: ")[2]
    assert (world.coordinator.name in said, world.chair.name in said) == (True, not is_known)


def test_a_meeting_of_another_board_shows_as_busy_and_not_what_it_is(world: World, client: Client) -> None:
    with unit_of_work():
        board = make_board(world.south, "MARKER", name="Marker board of another house")
        meeting = make_meeting(board, date(2026, 3, 9), note="Marker note")
    save(Invitation(meeting_id=meeting.id, person_id=world.chair.id, tag="marker-tag"))
    page = client.sign_in(world.coordinator).get(address(world, **{**QUIET, "opens": 14, "closes": 16}))
    assert lines(page.text)["Charles Chair"] == ["Busy 14:00–15:00", "Free 15:00–16:00"]
    assert "Marker" not in page.text
    assert "marker" not in page.text


def test_the_address_chooses_the_day_of_the_grid(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    long = {**QUIET, "last_day": "2026-03-12"}
    assert "Who is free on Wed 11 Mar 2026" in client.get(address(world, **long, show="2026-03-11")).text
    assert "Who is free on Mon 9 Mar 2026" in client.get(address(world, **long, show="2026-04-11")).text
    assert "Who is free on Mon 9 Mar 2026" in client.get(address(world, **long, show="x")).text
    links = re.findall(r'href="([^"]*)#grid"', client.get(address(world, **long)).text)
    assert unescape(links[-1]) == address(world, **long, show="2026-03-12")


def test_what_does_not_belong_to_the_question_leaves_the_address(world: World, client: Client) -> None:
    strange = {"_scheme": "javascript", "_external": "1", "board_id": "x", "form": "y"}
    page = client.sign_in(world.coordinator).get(address(world, **QUIET, **strange))
    assert page.status_code == 200
    assert {unescape(link) for link in re.findall(r'href="([^"]*)#grid"', page.text)} == {
        address(world, **QUIET, show="2026-03-09")
    }


@pytest.mark.parametrize("by_id", [True, False])
def test_somebody_else_is_added_and_the_address_holds_the_id_alone(
    world: World, client: Client, *, by_id: bool
) -> None:
    client.sign_in(world.coordinator)
    key = {"person_id": world.stranger.id} if by_id else {}
    chair = {str(world.chair.id): "n"}
    added = client.get(address(world, **QUIET, **chair, person="Sami Stranger", **key))
    assert added.status_code == 302
    assert added.location == address(world, **QUIET, **chair, **{str(world.stranger.id): "r"})
    page = client.get(added.location)
    assert (needs(page.text)["Sami Stranger"], needs(page.text)["Charles Chair"]) == ("r", "n")
    page = client.get(address(world, **QUIET, **chair, **{str(world.stranger.id): "o"}))
    assert ("Sami Stranger optional" in lines(page.text), "Charles Chair" in lines(page.text)) == (True, False)


def test_who_cannot_be_chosen_is_left_out_without_a_name(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    with unit_of_work():
        from_outside = make_person("Uma Unknown", world.south, AffiliationRole.CARE_TEAM, state="invited")
    for person_id in (from_outside.id, uuid4()):
        page = client.get(address(world, **QUIET, **{str(person_id): "r"}))
        assert page.status_code == 422
        assert "Somebody in this address cannot be chosen. They are left out." in page.text
        assert "Unknown" not in page.text
        assert needs(page.text)["Charles Chair"] == "r"
    page = client.get(address(world, **QUIET, person="Nobody Atall"))
    assert page.status_code == 422
    assert "Choose a person from the list that appears as you type." in page.text
    assert 'value="Nobody Atall"' in page.text


def test_nobody_asked_and_no_time_left_say_what_to_do(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    panel_ids = {str(seat.person_id): "n" for seat in world.board.memberships}
    assert "Choose at least one person." in client.get(address(world, **QUIET, **panel_ids)).text
    past = client.get(address(world, **QUIET, notice="400"))
    assert titles(past.text) == []
    assert "Choose more days, longer hours, a shorter meeting or a shorter notice." in past.text
    assert "Who is free on Mon 9 Mar 2026" in past.text


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"first_day": ""}, "first_day", "Choose the first day."),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "first_day", "Choose a day of this century."),
        ({"last_day": "2026-03-08"}, "last_day", "The last day lies before the first."),
        ({"last_day": "2026-04-20"}, "last_day", "Choose at most 6 weeks."),
        ({"last_day": "later"}, "last_day", "Not a valid date value."),
        ({"minutes": "1000"}, "minutes", "A meeting lasts between 5 minutes and 8 hours."),
        ({"minutes": "an hour"}, "minutes", "Enter a whole number."),
        ({"minutes": "121"}, "closes", "The meeting does not fit between these hours. Choose a later hour."),
        ({"opens": "24"}, "opens", "Enter an hour from 0 to 24."),
        ({"closes": ""}, "closes", "Enter an hour from 0 to 24."),
        ({"notice": "-1"}, "notice", "Enter between 0 hours and 60 days."),
    ],
)
def test_a_question_that_cannot_be_is_answered_beside_its_field(
    world: World, client: Client, typed: dict[str, str], field: str, sentence: str
) -> None:
    page = client.sign_in(world.coordinator).get(address(world, **{**QUIET, **typed}))
    assert page.status_code == 422
    found = re.search(rf'<p class="error" id="{field}-error">(.*?)</p>', page.text, re.DOTALL)
    assert found is not None
    assert text_of(found.group()) == sentence
    for name, value in typed.items():
        assert re.search(rf'name="{name}"[^>]* value="{value}"', page.text)


def test_too_many_people_are_refused(world: World, client: Client) -> None:
    with unit_of_work():
        for number in range(75):
            make_member(world.board, make_person(f"Pia Panelist{number}", world.hub), BoardRole.PANELIST)
    page = client.sign_in(world.coordinator).get(address(world, **QUIET))
    assert page.status_code == 422
    assert "Choose at most 80 people." in page.text


def test_only_the_staff_of_the_board_finds_a_time(world: World, client: Client) -> None:
    take(world.chair, "08:00", "09:00")
    statuses = {
        name: client.sign_in(getattr(world, name)).get(address(world, **QUIET)).status_code
        for name in ("chair", "deputy", "coordinator", "radiologist", "observer", "stranger", "north_admin", "auditor")
    }
    assert statuses == {
        "chair": 200,
        "deputy": 200,
        "coordinator": 200,
        "radiologist": 403,
        "observer": 403,
        "stranger": 404,
        "north_admin": 404,
        "auditor": 404,
    }


def test_staff_of_another_board_gets_nothing_here(world: World, client: Client) -> None:
    with unit_of_work():
        make_member(make_board(world.south, "LUNG"), world.stranger, BoardRole.COORDINATOR)
    assert client.sign_in(world.stranger).get(address(world, **QUIET)).status_code == 404


def test_the_pages_of_the_board_lead_here(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    link = f'href="/boards/{world.board.id}/find-time"'
    assert link in client.get(f"/boards/{world.board.id}").text
    assert link in client.get(f"/boards/{world.board.id}/meetings/new").text
    assert link not in client.sign_in(world.radiologist).get(f"/boards/{world.board.id}").text


def test_more_people_cost_no_more_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.coordinator)

    def cost(*people: Person) -> int:
        asked = address(world, **QUIET, **{str(person.id): "r" for person in people})
        client.get(asked)
        return count_queries(lambda: client.get(asked))

    take(world.nurse, "08:00", "09:00")
    take(world.stranger, "08:00", "09:00")
    assert cost(world.nurse) == cost(world.nurse, world.stranger, world.physician)
