"""What only a mouse and a script can do, each beside its way without them."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.models import Meeting
from eboard.people.models import Organization
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
        meeting = db.session.scalars(select(Meeting)).one()
        return meeting.id, [item.case.number for item in shown(meeting)]

    meeting_id, before = inside(site.app, order)
    coordinator = sign_in("cora.coordinator@example.org")
    coordinator.go(f"/meetings/{meeting_id}")
    rows = coordinator.page.locator("ol.agenda > li")
    handles = rows.locator("[data-handle]")
    with coordinator.page.expect_navigation():
        handles.last.drag_to(rows.first, target_position={"x": 40, "y": 4})
    expect(rows.first).to_contain_text("EB-3")
    assert (before, inside(site.app, order)[1]) == (["EB-1", "EB-2", "EB-3"], ["EB-3", "EB-1", "EB-2"])


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
