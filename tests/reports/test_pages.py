"""The pages of reports: who reads what, and what a reader is told."""

import re
from collections.abc import Callable
from csv import reader
from datetime import date, timedelta
from html import unescape

import pytest

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import ItemState
from tests.client import Client
from tests.conftest import NOW
from tests.reports.year import DAY, HOUR, MONDAY, discuss, held, set_rules
from tests.world import World, make_board, save


def board_page(world: World) -> str:
    return f"/reports/boards/{world.board.id}"


def organization_page(world: World) -> str:
    return f"/reports/organizations/{world.north.id}"


def fill(world: World, day: date = MONDAY) -> None:
    set_rules(world, required={"surgery": 1}, prospective_share=80, outcome_days=2, elements=["staging"])
    meeting = held(world, day, world.chair, world.radiologist)
    for _number in range(6):
        discuss(meeting, world.north, signed_at=meeting.ends_at + HOUR, by=world.chair)
    discuss(meeting, world.south, prospective=None, late_reason="The biopsy came this morning.")
    discuss(meeting, world.south, state=ItemState.DEFERRED)


@pytest.mark.parametrize(
    ("who", "board", "organization"),
    [
        ("coordinator", 200, 404), ("chair", 200, 404), ("deputy", 200, 404), ("radiologist", 403, 404),
        ("observer", 403, 404), ("nurse", 404, 200), ("physician", 404, 200), ("north_admin", 404, 200),
        ("stranger", 404, 404), ("network_admin", 200, 403), ("auditor", 404, 403),
    ],
)  # fmt: skip
def test_each_reads_the_own_board_and_organization_and_nothing_else(
    world: World, client: Client, who: str, board: int, organization: int
) -> None:
    fill(world)
    client.sign_in(getattr(world, who))
    pages = [board_page(world), organization_page(world)]
    for page, status in zip(pages, (board, organization), strict=True):
        days = "?first=2025-01-01&last=2025-12-31" if who == "network_admin" else ""
        answers = [client.get(page + more + days).status_code for more in ("", "/tables/measures.csv", "/report.pdf")]
        assert answers == [status] * 3
    full = [page for page, status in zip(pages, (board, organization), strict=True) if status == 200]
    for page in pages:
        expected = 200 if page in full and who != "network_admin" else (403 if who == "network_admin" else None)
        found = client.get(f"{page}/cases?figure=presented").status_code
        assert found == expected if expected else found in {403, 404}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("first=2026-03-01&last=2026-02-01", "The last day lies before the first."),
        ("first=1026-03-01&last=2026-02-01", "Choose a day of this century."),
        ("first=2026-03-01&last=9999-12-31", "Choose a day of this century."),
        ("first=2010-03-01&last=2026-02-01", "A report covers ten years at most."),
        ("first=2026-02-30&last=2026-03-01", "Not a valid date value."),
        ("first=&last=2026-03-01", "Enter a day, such as 2026-01-31."),
        ("last=2026-03-01", "Enter a day, such as 2026-01-31."),
    ],
)
def test_a_period_that_is_none_is_refused_beside_its_field(
    world: World, client: Client, query: str, field: str
) -> None:
    client.sign_in(world.coordinator)
    page = client.get(f"{board_page(world)}?{query}")
    assert page.status_code == 422
    assert field in page.text
    assert [client.get(f"{board_page(world)}{more}?{query}").status_code for more in
            ("/cases", "/report.pdf", "/tables/measures.csv")] == [422, 422, 422]  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "period"),
    [
        ("this-year", "1 January 2026 to 31 December 2026"), ("last-year", "1 January 2025 to 31 December 2025"),
        ("this-quarter", "1 January 2026 to 31 March 2026"), ("last-quarter", "1 October 2025 to 31 December 2025"),
        ("this-month", "1 March 2026 to 31 March 2026"), ("last-month", "1 February 2026 to 28 February 2026"),
        ("next-life", "1 January 2026 to 31 December 2026"),
    ],
)  # fmt: skip
def test_a_preset_is_a_period(world: World, client: Client, preset: str, period: str) -> None:
    client.sign_in(world.coordinator)
    assert period in client.get(f"{board_page(world)}?preset={preset}").text


def test_every_number_leads_to_the_cases_behind_it(world: World, client: Client) -> None:
    """Each link of the page is followed: the list has as many cases as the figure counts."""
    fill(world)
    client.sign_in(world.coordinator)
    page = client.get(board_page(world)).text
    links = re.findall(r'<a href="([^"]+/cases\?[^"]+)" aria-label="(\d+): ', page)
    assert len(links) > 25
    for link, number in links:
        listed = client.get(unescape(link))
        assert listed.status_code == 200
        assert listed.text.count('class="cell-title"') == int(number), link
    entries = db.session.query(AuditEntry).filter_by(event="access.listed", actor_id=world.coordinator.id).all()
    assert len(entries) >= len(links)
    late = next(link for link, _number in links if "figure=late" in link)
    assert "Late: The biopsy came this morning." in client.get(unescape(late)).text


@pytest.mark.parametrize(
    "query", ["figure=toe", "figure=", "figure=step.toe", "figure=presented&where=toe:1", "figure=presented&where=toe",
              "figure=presented&where=pack:"],
)  # fmt: skip
def test_a_figure_that_does_not_exist_has_no_cases(world: World, client: Client, query: str) -> None:
    client.sign_in(world.coordinator)
    assert client.get(f"{board_page(world)}/cases?{query}").status_code == 404


@pytest.mark.parametrize("query", ["figure=fate.toe", "figure=reason.toe", "figure=presented&where=organization:toe"])
def test_a_part_without_cases_is_empty(world: World, client: Client, query: str) -> None:
    fill(world)
    client.sign_in(world.coordinator)
    assert "0 cases." in client.get(f"{board_page(world)}/cases?{query}").text


def test_cases_of_a_board_that_went_on_to_another_may_not_be_seen(world: World, client: Client) -> None:
    with unit_of_work():
        liver = make_board(world.hub, "LIVER")
    meeting = held(world)
    gone = discuss(meeting, world.north).case
    discuss(meeting, world.north)
    gone.board_id = liver.id
    save(gone)
    client.sign_in(world.coordinator)
    page = client.get(f"{board_page(world)}/cases?figure=presented").text
    assert ("1 of 2 may be seen by you." in page, gone.number in page) == (True, False)


def test_an_administrator_of_an_organization_reads_numbers_without_links(world: World, client: Client) -> None:
    fill(world)
    client.sign_in(world.north_admin)
    page = client.get(organization_page(world)).text
    assert "/cases?" not in page
    assert "Share of the analytic caseload" in page


LAST = "?first=2025-01-01&last=2025-12-31"


def test_a_network_administrator_reads_numbers_that_point_at_nobody(world: World, client: Client) -> None:
    """Two cases of the south: with the six of the north they would be known from the total."""
    fill(world, date(2025, 3, 3))
    client.sign_in(world.network_admin)
    page = client.get(board_page(world))
    assert page.status_code == 200
    assert "1 January 2025 to 31 December 2025" in page.text
    assert "Numbers that point at nobody" in page.text
    links = ("/cases?", "/meetings?", "/frozen", "Attendance by person", "preset=this")
    assert [link for link in links if link in page.text] == []
    csv = client.get(f"{board_page(world)}/tables/organizations.csv{LAST}").text.splitlines()
    assert csv[2:] == ["North Hospital,–,", "South Hospital,–,"]
    measures = client.get(f"{board_page(world)}/tables/measures.csv{LAST}").text.splitlines()
    assert measures[2].startswith("Presented prospectively,–,7,–,80,–,")
    assert client.get(f"{board_page(world)}/tables/people.csv{LAST}").status_code == 404


@pytest.mark.parametrize(
    "days", ["first=2025-01-01&last=2025-02-28", "first=2024-01-01&last=2025-12-31", "first=2025-01-02&last=2025-12-31",
             "first=2026-01-01&last=2026-12-31", "first=2027-01-01&last=2027-12-31"],
)  # fmt: skip
def test_who_reads_shielded_numbers_cannot_subtract_one_period_from_another(
    world: World, client: Client, days: str
) -> None:
    """Nor one day's figures of a year that still runs from those of the day before."""
    fill(world)
    client.sign_in(world.network_admin)
    for more in ("", "/tables/organizations.csv", "/report.pdf"):
        refused = client.get(f"{board_page(world)}{more}?{days}")
        assert (refused.status_code, "whole calendar years that are over" in refused.text) == (422, True)


def test_an_organization_without_a_presented_case_is_not_named(world: World, client: Client) -> None:
    """That a case of it was put off would be one number below five, told by a line of zeros."""
    fill(world, date(2025, 3, 3))
    discuss(held(world, date(2025, 4, 7)), world.hub, state=ItemState.DEFERRED)
    client.sign_in(world.network_admin)
    assert world.hub.name not in client.get(f"{board_page(world)}/tables/organizations.csv{LAST}").text


@pytest.mark.parametrize("paper", ["report.pdf", "tables/measures.csv"])
def test_taking_a_report_along_asks_who_it_is(world: World, client: Client, paper: str) -> None:
    fill(world)
    client.sign_in(world.coordinator)
    assert client.get(f"{board_page(world)}/{paper}").status_code == 200
    with time.at(NOW + timedelta(minutes=6)):
        answer = client.get(f"{board_page(world)}/{paper}")
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/confirm")
        assert client.get(board_page(world)).status_code == 200


def test_the_menu_and_the_list_lead_to_ones_own_reports(world: World, client: Client) -> None:
    for who, board, organization in (
        ("coordinator", True, True),
        ("nurse", False, True),
        ("network_admin", True, False),
    ):
        client.sign_in(getattr(world, who))
        assert 'href="/reports/"' in client.get("/boards").text
        page = client.get("/reports/").text
        assert (board_page(world) in page, "/reports/organizations/" in page) == (board, organization)
    client.sign_in(world.auditor)
    assert 'href="/reports/"' not in client.get("/boards").text
    assert "No reports" in client.get("/reports/").text


def test_a_spreadsheet_takes_nothing_for_a_formula(world: World, client: Client) -> None:
    fill(world)
    with unit_of_work():
        world.south.name = '=HYPERLINK("http://example.org")'
    client.sign_in(world.coordinator)
    answer = client.get(f"{board_page(world)}/tables/organizations.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="organizations-2026-01-01-2026-12-31.csv"'
    assert answer.data.startswith(b"\xef\xbb\xbf")
    names = [row[0] for row in reader(answer.text.splitlines()[2:])]
    assert names == ['\'=HYPERLINK("http://example.org")', "North Hospital"]
    assert client.get(f"{board_page(world)}/tables/toe.csv").status_code == 404


def test_the_pdf_prints_the_report(world: World, client: Client) -> None:
    fill(world)
    client.sign_in(world.coordinator)
    answer = client.get(f"{board_page(world)}/report.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.data.startswith(b"%PDF-1.")
    assert b"pdfuaid" in answer.data


def test_how_many_queries_a_report_takes_does_not_depend_on_how_much_there_is(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    set_rules(world, required={"surgery": 1}, outcome_days=2)
    client.sign_in(world.coordinator)
    counts = []
    for meetings in (1, 3):
        for week in range(meetings):
            meeting = held(world, MONDAY + (week + meetings) * DAY, world.chair)
            discuss(meeting, world.north, signed_at=meeting.ends_at, by=world.chair)
            discuss(meeting, world.south)
        db.session.expunge_all()
        counts.append(count_queries(lambda: client.get(board_page(world))))
    assert counts == [counts[0]] * 2
    assert counts[0] < 40
