"""What stands behind a figure: its meetings, its cases, and what they are called."""

import re
from html import unescape

import pytest

from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.followup.enums import DeviationReason, Followed
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.reports.naming import name_of
from tests.client import Client
from tests.followup.followed import DUE, make_followed, say
from tests.followup.followed import rows as followed_rows
from tests.reports.test_pages import board_page, fill, organization_page
from tests.reports.year import DAY, MONDAY, attend, discuss, held, set_rules
from tests.world import World, make_board, make_case, make_item, save

RULES = {"required": {"surgery": 1, "radiology": 1}, "interval_days": 7, "attendance_goal": 67}
LINK = re.compile(r'<a href="([^"]+/meetings\?[^"]+)" aria-label="(\d+): ([^"]+)"')
TITLE = 'class="row-title" href="/meetings/'


def meet(world: World) -> list[Meeting]:
    """Three meetings: everybody there, the surgeon alone, nobody on record; the third late."""
    set_rules(world, **RULES)
    return [
        held(world, MONDAY, world.chair, world.radiologist),
        held(world, MONDAY + 7 * DAY, world.chair),
        held(world, MONDAY + 21 * DAY),
    ]


def test_every_number_of_meetings_leads_to_the_meetings_behind_it(world: World, client: Client) -> None:
    discuss(meet(world)[0], world.north)
    client.sign_in(world.coordinator)
    links = LINK.findall(client.get(board_page(world)).text)
    numbers = {label: int(number) for _link, number, label in links}
    assert numbers["Meetings held, Number"] == 3
    assert numbers["Meetings with every required specialty, Reached"] == 1
    assert numbers["Meetings with every required specialty, Missing"] == 1
    assert numbers["Meetings no more than 7 days after the one before, Reached"] == 1
    assert numbers["Meetings no more than 7 days after the one before, Of"] == 2
    assert numbers["Surgery, Attended"] == 2
    assert numbers["Charles Chair, Attended"] == 2
    assert numbers["Charles Chair, Meetings"] == 3
    for link, number, label in links:
        page = client.get(unescape(link))
        assert page.status_code == 200, label
        assert page.text.count(TITLE) == int(number), label


@pytest.mark.parametrize("figure", ["toe", "", "attended.toe", "due.", "held&where=month:2026-02", "held&where=toe"])
def test_a_figure_of_meetings_that_does_not_exist_is_not_found(world: World, client: Client, figure: str) -> None:
    meet(world)
    client.sign_in(world.coordinator)
    assert client.get(f"{board_page(world)}/meetings?figure={figure}").status_code == 404


@pytest.mark.parametrize("figure", ["specialty.toe", "specialty.pathology", "held&where=pack:toe", "sat&where=board:1"])
def test_a_part_without_meetings_is_empty(world: World, client: Client, figure: str) -> None:
    meet(world)
    client.sign_in(world.coordinator)
    page = client.get(f"{board_page(world)}/meetings?figure={figure}")
    assert (page.status_code, "0 meetings." in page.text) == (200, True)


def test_a_reader_sees_the_meetings_that_are_the_readers_to_see(world: World, client: Client) -> None:
    """The care team reads how many there were; the board's meetings are not its own. A stranger reads nothing."""
    discuss(meet(world)[0], world.north)
    client.sign_in(world.nurse)
    page = client.get(f"{organization_page(world)}/meetings?figure=held").text
    assert ("0 of 1 meeting may be seen by you." in page, TITLE in page) == (True, False)
    for who, statuses in (
        ("stranger", (404, 404)), ("network_admin", (403, 403)), ("radiologist", (403, 404)), ("auditor", (404, 403)),
        ("north_admin", (404, 200)),
    ):  # fmt: skip
        client.sign_in(getattr(world, who))
        pages = (board_page(world), organization_page(world))
        assert tuple(client.get(f"{one}/meetings?figure=held").status_code for one in pages) == statuses, who


def test_an_administrator_is_led_to_meetings_and_never_to_cases(world: World, client: Client) -> None:
    fill(world)
    client.sign_in(world.north_admin)
    page = client.get(organization_page(world)).text
    assert ("/cases?" in page, "/meetings?" in page) == (False, True)
    client.sign_in(world.nurse)
    assert client.get(f"{organization_page(world)}/cases?figure=presented").text.count("cell-title") == 6


def test_the_list_says_what_it_is_and_of_which_part(world: World, client: Client) -> None:
    fill(world)
    client.sign_in(world.coordinator)
    for query, heading, part in (
        (f"figure=presented&where=organization:{world.north.id.hex}", "Presented", "North Hospital"),
        ("figure=late&where=month:2026-02", "Presented, added after the cut-off", "2026-02"),
        ("figure=staging.yes", "Staging: Yes", ""),
        (f"figure=presented&where=board:{world.board.id.hex}", "Presented", "GI eBoard"),
        ("figure=presented&where=site:2026-breast", "Presented", "2026 · Breast"),
        (f"figure=presented&where=pack:{world.board.rule_pack.versions[0].id}", "Presented", "in force from"),
        ("figure=presented&where=site:2026-", "Presented", ""),
    ):
        page = client.get(f"{board_page(world)}/cases?{query}").text
        assert re.search(rf"<h1[^>]*>\s*{heading}", page), query
        assert part in page, query


@pytest.mark.parametrize(
    ("figure", "name"),
    [
        ("genetics.unsaid", "Genetics: Not answered"), ("change.same", "Change of management: Same as the plan"),
        ("change.unsaid", "Change of management: Not stated, or not signed"), ("fate.done", "Done"),
        ("fate.unanswered", "No answer yet"), ("reason.toxicity", "Toxicity"),
        ("step.signed", "From discussion to the signed letter"),
        ("no-step.signed", "Missing: From discussion to the signed letter"), ("documented", "All elements documented"),
        ("toe", ""), ("fate.toe", ""), ("reason.toe", ""), ("genetics.toe", ""), ("change.toe", ""), ("step.toe", ""),
    ],
)  # fmt: skip
def test_the_name_of_a_figure(app: object, figure: str, name: str) -> None:
    assert (name_of(figure), app is not None) == (name, True)


def test_a_figure_that_counts_a_case_twice_says_so(world: World, client: Client) -> None:
    """Put off in one meeting and presented in two others: three times on an agenda, one case."""
    first, second, third = meet(world)
    case = discuss(first, world.north, state=ItemState.DEFERRED).case
    with unit_of_work():
        for meeting in (second, third):
            make_item(meeting, case, state=ItemState.DISCUSSED)
        make_item(first, make_case(world.north, world.board), 2, state=ItemState.DISCUSSED)
    client.sign_in(world.coordinator)
    page = client.get(f"{board_page(world)}/cases?figure=presented").text
    assert ("The figure is 3: it counts" in page, "2 cases." in page) == (True, True)
    assert "The figure is" not in client.get(f"{board_page(world)}/cases?figure=deferred").text


def test_two_recommendations_of_a_case_lead_to_the_one_case(world: World, client: Client) -> None:
    """The figure counts recommendations; the list says why it has fewer cases."""
    scene = make_followed(world, "Operate.", "Radiate.")
    scene.meeting.state = MeetingState.CONCLUDED
    save(scene.meeting)
    with time.at(DUE):
        for row in followed_rows():
            say(row, world.nurse, Followed.NOT_DONE, reason=DeviationReason.DECLINED)
        client.sign_in(world.coordinator)
        page = client.get(f"{board_page(world)}/cases?figure=reason.declined").text
    assert ("The figure is 2: it counts" in page, "1 case." in page, scene.case.number in page) == (True,) * 3


def test_one_board_of_two_that_met(world: World, client: Client) -> None:
    """A meeting counts for its own board, and the list is of that board alone."""
    with unit_of_work():
        liver = make_board(world.hub, "LIVER")
    discuss(held(world), world.north)
    discuss(held(world, board=liver), world.north)
    client.sign_in(world.nurse)
    pages = [client.get(f"{organization_page(world)}/meetings?figure={one}").text for one in
             ("held", f"held&where=board:{liver.id.hex}")]  # fmt: skip
    assert ["of 2 may be seen" in pages[0], "of 1 meeting may be seen" in pages[1]] == [True, True]


def test_a_proxy_leads_to_the_meeting_of_the_seat(world: World, client: Client) -> None:
    meeting = held(world)
    with unit_of_work():
        attend(meeting, world.chair, 0, 60, proxy_for_id=world.pathologist.id)
    client.sign_in(world.coordinator)
    page = client.get(f"{board_page(world)}/meetings?figure=attended.{world.pathologist.id.hex}").text
    assert ("Attended: Paul Pathologist" in page, page.count(TITLE)) == (True, 1)
