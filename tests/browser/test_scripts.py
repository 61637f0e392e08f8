"""What only a mouse and a script can do, each beside its way without them."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.models import Meeting
from eboard.people.models import Organization
from eboard.planning.models import Wish
from tests.browser.conftest import Site
from tests.browser.network import inside, populate
from tests.browser.people import Person
from tests.world import make_case, make_item, make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

MEGABYTE = 1024 * 1024


def fill(app: Flask) -> None:
    def work() -> None:
        board = db.session.scalars(select(Board)).one()
        north = db.session.scalars(select(Organization).where(Organization.code == "NORTH")).one()
        with unit_of_work():
            meeting = make_meeting(board)
            for number in (1, 2, 3):
                case = make_case(north, board, number=f"EB-{number}", state=CaseState.SCHEDULED)
                make_item(meeting, case, position=number)
            make_case(north, board, number="EB-DRAFT", state=CaseState.DRAFT)

    populate(app)
    inside(app, work)


@pytest.fixture(scope="module")
def site(serve: Callable[..., Site]) -> Site:
    return serve(fill, upload_megabytes=1)


@pytest.fixture
def sign_in(site: Site, open_page: Callable[..., Page]) -> Callable[[str], Person]:
    return lambda email: Person(open_page(), site, email)


def test_an_agenda_is_put_in_order_with_the_mouse(site: Site, sign_in: Callable[[str], Person]) -> None:
    def order() -> tuple[UUID, list[str]]:
        meeting = db.session.scalars(select(Meeting).order_by(Meeting.starts_at).limit(1)).one()
        return meeting.id, [item.case.number for item in shown(meeting)]

    meeting_id, before = inside(site.app, order)
    coordinator = sign_in("cora.coordinator@example.org")
    coordinator.go(f"/meetings/{meeting_id}")
    rows = coordinator.page.locator("ol.agenda > li")
    handles = rows.locator("[data-handle]")
    with coordinator.page.expect_navigation():
        handles.last.drag_to(rows.first, target_position={"x": 40, "y": 4})
    expect(rows.first).to_contain_text(before[-1])
    assert inside(site.app, order)[1] == [before[-1], *before[:-1]]


def test_a_case_is_wished_where_the_mouse_drops_it(site: Site, sign_in: Callable[[str], Person]) -> None:
    def wishes() -> list[tuple[str, str]]:
        return [(str(one.kind), one.case.number) for one in db.session.scalars(select(Wish).order_by(Wish.id))]

    def queue() -> UUID:
        board = db.session.scalars(select(Board)).one()
        north = db.session.scalars(select(Organization).where(Organization.code == "NORTH")).one()
        with unit_of_work():
            make_meeting(board, time.now().date() + timedelta(days=7))
            for points in (0, 4):
                make_case(north, board, number=f"EB-Q{points}", state=CaseState.ACCEPTED, complexity=points)
        return board.id

    board_id = inside(site.app, queue)
    coordinator = sign_in("cora.coordinator@example.org")
    coordinator.go(f"/boards/{board_id}/proposal")
    row = coordinator.page.locator("ol.agenda > li", has=coordinator.page.get_by_role("link", name="EB-Q0"))
    first = coordinator.page.locator("ol.agenda").first.locator("li").first
    with coordinator.page.expect_navigation():
        row.locator("[data-handle]").drag_to(first, target_position={"x": 40, "y": 4})
    expect(coordinator.page.locator("ol.agenda .row-title").first).to_have_text("Case EB-Q0")
    assert inside(site.app, wishes) == [("first", "EB-Q0")]


def test_what_another_coordinator_changes_is_told(site: Site, sign_in: Callable[[str], Person]) -> None:
    def meeting_id() -> UUID:
        return db.session.scalars(select(Meeting.id).order_by(Meeting.starts_at).limit(1)).one()

    first, second = sign_in("cora.coordinator@example.org"), sign_in("charles.chair@example.org")
    first.go(f"/meetings/{inside(site.app, meeting_id)}")
    second.go(f"/meetings/{inside(site.app, meeting_id)}")
    note = first.page.get_by_text("Somebody changed what stands here.")
    expect(note).to_be_hidden()
    second.page.get_by_role("button", name="Move down").first.click()
    expect(note).to_be_visible(timeout=15_000)
    first.page.get_by_role("link", name="Show it as it is now").click()
    expect(note).to_be_hidden()


def test_the_staging_of_a_site_stands_there_once_the_site_is_chosen(sign_in: Callable[[str], Person]) -> None:
    nurse = sign_in("nora.nurse@example.org")
    nurse.go("/cases/")
    nurse.follow("EB-DRAFT")
    nurse.follow("Edit")
    page = nurse.page
    expect(page.locator("[name=own_gleason]")).to_be_hidden()
    page.locator("[name=site]").select_option("prostate")
    expect(page.locator("[name=own_gleason]")).to_be_visible()
    nurse.fill(own_gleason="3+4")
    page.locator("[name=site]").select_option("gynecologic")
    expect(page.locator("[name=own_figo]")).to_be_visible()
    expect(page.locator("[name=own_gleason]")).to_be_visible()
    expect(page.locator("[name=own_breslow]")).to_be_hidden()


def test_a_file_over_the_limit_is_refused_before_and_after_it_was_sent(
    sign_in: Callable[[str], Person], tmp_path: Path
) -> None:
    nurse = sign_in("nora.nurse@example.org")
    nurse.go("/cases/")
    nurse.follow("EB-DRAFT")
    nurse.follow("Attach")
    file = tmp_path / "scan.pdf"
    file.write_bytes(b"%PDF-1.7\n" + bytes(9 * MEGABYTE))
    chosen = nurse.page.locator("input[type=file]")
    chosen.set_input_files(file)
    sentence = "This file is larger than 1 MB. Choose a smaller one."
    assert chosen.evaluate("input => input.validationMessage") == sentence
    chosen.evaluate("input => input.setCustomValidity('')")
    nurse.press("Attach")
    nurse.sees("This is larger than the limit. Choose a smaller file.")
