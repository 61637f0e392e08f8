"""One check-in in a real browser: the code, a room, a walk-in, credit; axe has nothing to say, nor the phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eboard.audit import SYSTEM
from eboard.boards.models import Board
from eboard.cme.actions.activities import make_activity
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from tests.browser.conftest import Site
from tests.browser.network import Emails, inside, populate
from tests.browser.people import Person
from tests.cme.learning import terms
from tests.world import make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

PHONE = (375, 4000)


@pytest.fixture
def people() -> Emails:
    return Emails()


@pytest.fixture
def site(serve: Callable[..., Site], people: Emails) -> Site:
    def fill(app: Flask) -> None:
        people.update(populate(app))
        inside(app, start)

    return serve(fill)


def start() -> None:
    """A meeting that began ten minutes ago, and credit for it."""
    began = time.now().replace(microsecond=0) - timedelta(minutes=10)
    with unit_of_work():
        board = db.session.scalars(select(Board)).one()
        meeting = make_meeting(board, time.wall(began, board.zone).date(), state=MeetingState.LIVE, live_at=began)
        meeting.starts_at, meeting.ends_at = began, began + timedelta(minutes=60)
        make_activity(
            actor=SYSTEM, board=board, series_id=None, meeting_id=meeting.id, year=1, terms=terms(unit_minutes=1)
        )


def renewed(page: Page, part: str) -> None:
    """Let the time of a part pass: another one takes its place, and the rest of the page stays."""
    page.clock.install()
    page.reload()
    page.evaluate("document.body.dataset.kept = 'yes'")
    page.locator(part).evaluate("element => { element.dataset.old = 'yes'; }")
    page.clock.run_for(5 * 60_000)
    expect(page.locator(f"{part}:not([data-old])")).to_be_visible()
    expect(page.locator("body[data-kept]")).to_be_visible()


def test_a_code_checks_in_and_what_follows(
    site: Site, people: Emails, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    faults: list[str] = []

    def look(person: Person) -> None:
        faults.extend(f"{person.page.url}: {finding}" for finding in axe(person.page))
        if person.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{person.page.url}: scrolls sideways")

    meeting_id = inside(site.app, lambda: db.session.scalars(select(Meeting.id)).one())
    page = f"/meetings/{meeting_id}/attendance"
    coordinator = Person(open_page(), site, people["coordinator"])
    coordinator.go(page)
    coordinator.follow("Show the code")
    look(coordinator)
    code = coordinator.page.locator(".big-code").inner_text()
    renewed(coordinator.page, "#code-now")
    for who, expected in (("radiologist", "You are counted since"), ("stranger", "You are noted, and wait")):
        reader = Person(open_page(*PHONE), site, people[who])
        reader.go("/check-in")
        reader.field("Code").fill(code.lower())
        look(reader)
        reader.press("^Check in$")
        reader.sees(expected)
        look(reader)
    reader.go(page)
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("Not found")
    radiologist = Person(open_page(*PHONE), site, people["radiologist"])
    radiologist.go(f"{page}/mine")
    radiologist.follow("Others are with me")
    radiologist.fill(room="Room 4", heads="4")
    radiologist.choose("Name 1", "Path", "Paul Pathologist")
    look(radiologist)
    radiologist.press("Check them in")
    radiologist.sees("Noted: 1 by name.")
    radiologist.press("I leave")
    radiologist.sees("You are not counted as there.")
    coordinator.go(page)
    look(coordinator)
    coordinator.sees("Sami Stranger")
    coordinator.page.get_by_role("link", name="Confirm").click()
    look(coordinator)
    coordinator.press("^Confirm$")
    coordinator.sees("Sami Stranger counts from the moment of the check-in.")
    coordinator.page.get_by_role("link", name=re.compile("Correct Sami")).click()
    look(coordinator)
    coordinator.fill(presence="phone", reason="Was on the phone")
    coordinator.press("^Correct$")
    coordinator.sees("“Was on the phone” · Cora Coordinator")
    coordinator.follow("Add somebody")
    look(coordinator)
    small = Person(open_page(*PHONE), site, people["coordinator"])
    for address in (page, f"{page}/code", f"{page}/add", f"/meetings/{meeting_id}"):
        small.go(address)
        look(small)
    assert faults == []


def test_credit_is_counted_certified_and_verified(
    site: Site, people: Emails, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    faults: list[str] = []

    def look(page: Page) -> None:
        faults.extend(f"{page.url}: {finding}" for finding in axe(page))
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append(f"{page.url}: scrolls sideways")

    meeting_id = inside(site.app, lambda: db.session.scalars(select(Meeting.id)).one())
    chair = Person(open_page(*PHONE), site, people["chair"])
    chair.go(f"/meetings/{meeting_id}/attendance/mine")
    chair.press("I am in the room")
    inside(site.app, end)
    assert site.run("cme.count_credit") == 1
    chair.go("/credits")
    look(chair.page)
    chair.go("/credits/disclosure")
    look(chair.page)
    chair.page.get_by_label("I have no financial relation").check()
    chair.press("^Disclose$")
    chair.sees("Disclosed. It is valid for a year.")
    chair.press("Certificate of today")
    chair.sees("This is to certify that Charles Chair took part in GI eBoard 2026.")
    look(chair.page)
    address = chair.page.get_by_text(re.compile("/verify/")).inner_text()
    stranger = open_page(*PHONE)
    stranger.goto(f"{site.url}/verify")
    look(stranger)
    stranger.get_by_label("Code").fill(address.rpartition("/")[2].lower())
    stranger.get_by_role("button", name="Verify").click()
    expect(stranger.locator("main")).to_contain_text("This certificate is valid.")
    expect(stranger.locator("main")).to_contain_text("Charles Chair")
    look(stranger)
    coordinator = Person(open_page(), site, people["coordinator"])
    coordinator.go("/boards")
    coordinator.follow("GI eBoard")
    coordinator.page.locator("summary").first.click()
    coordinator.follow("Continuing education")
    look(coordinator.page)
    coordinator.follow("New activity")
    look(coordinator.page)
    coordinator.page.go_back()
    coordinator.follow("GI eBoard 2026")
    coordinator.sees("Charles Chair")
    look(coordinator.page)
    assert faults == []


def end() -> None:
    """Forty minutes later the meeting is over."""
    with unit_of_work():
        meeting = db.session.scalars(select(Meeting)).one()
        meeting.attendances[0].from_at = meeting.starts_at
        meeting.attendances[0].to_at = meeting.concluded_at = meeting.starts_at + timedelta(minutes=10)
        meeting.state = MeetingState.CONCLUDED
