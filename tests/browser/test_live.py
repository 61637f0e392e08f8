"""The live room in real browsers: two who write at once, an access that ends, a connection that comes back."""

from collections.abc import Callable
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from eboard.attendance.actions.checking import check_in, check_out
from eboard.audit import SYSTEM, Actor
from eboard.boards.models import Board
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState, Presence
from eboard.meetings.models import Meeting
from eboard.people import sessions
from eboard.people.models import Organization
from eboard.people.models import Person as Account
from eboard.recommendations.actions.kinds import add_kind
from eboard.recommendations.enums import KindGroup
from eboard.recommendations.models import Discussion
from tests.browser.conftest import Site
from tests.browser.network import inside, populate
from tests.browser.people import Person
from tests.world import make_case, make_item, make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

SOON = 20_000  # milliseconds; a busy machine proves nothing


@pytest.fixture(scope="module")
def site(serve: Callable[..., Site]) -> Site:
    return serve(populate)


@pytest.fixture
def sign_in(site: Site, open_page: Callable[..., Page]) -> Callable[[str], Person]:
    return lambda email: Person(open_page(), site, email)


@pytest.fixture
def meeting_id(site: Site) -> UUID:
    def make() -> UUID:
        board = db.session.scalars(select(Board)).one()
        north = db.session.scalars(select(Organization).where(Organization.code == "NORTH")).one()
        with unit_of_work():
            meeting = make_meeting(board, time.now().date(), state=MeetingState.LIVE, live_at=time.now())
            for number in (1, 2):
                make_item(
                    meeting, make_case(north, board, state=CaseState.SCHEDULED, question=f"Question {number}?"), number
                )
        return meeting.id

    return inside(site.app, make)


def enter(person: Person, meeting_id: UUID) -> Page:
    person.go(f"/meetings/{meeting_id}/live")
    return person.page


def stored(site: Site, meeting_id: UUID) -> str:
    def look() -> str:
        rows = db.session.scalars(
            select(Discussion).join(Discussion.item).where(Discussion.item.has(meeting_id=meeting_id))
        )
        return "|".join(row.summary for row in rows)

    return inside(site.app, look)


def test_two_write_at_once_and_a_third_reads_along(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    one = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    other = enter(sign_in("charles.chair@example.org"), meeting_id)
    reader = enter(sign_in("rita.radiologist@example.org"), meeting_id)
    one.keyboard.press("n")
    expect(reader.locator(".agenda-now")).to_have_count(1, timeout=SOON)
    one.locator("#summary").press_sequentially("Resect the liver.")
    other.locator("#agreed_diagnosis").press_sequentially("Metastasis of a colon carcinoma")
    expect(other.locator("#summary")).to_have_value("Resect the liver.", timeout=SOON)
    expect(one.locator("#agreed_diagnosis")).to_have_value("Metastasis of a colon carcinoma", timeout=SOON)
    expect(one.locator("[data-part=people]")).to_contain_text("writes: Agreed diagnosis", timeout=SOON)
    other.locator("#summary").press("End")
    other.locator("#summary").press_sequentially(" Then scan.")
    one.locator("#summary").press("Home")
    one.locator("#summary").press_sequentially("Early: ")
    expect(reader.locator("[data-part=outcome]")).to_contain_text("Early: Resect the liver. Then scan.", timeout=SOON)
    one.locator("button[name=add][value=recommendations]").click()
    one.locator("[name='recommendations-0-text']").fill("Hemihepatectomy")
    expect(other.locator("[name='recommendations-0-text']")).to_have_value("Hemihepatectomy", timeout=SOON)
    other.locator("[name='recommendations-0-kind']").select_option("surgery")
    expect(one.locator("[name='recommendations-0-kind']")).to_have_value("surgery", timeout=SOON)


def test_a_choice_that_came_after_the_page_was_drawn_is_kept(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    """A page whose list lacks what somebody else chose never saves it as nothing."""
    old = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    old.locator("button[name=add][value=recommendations]").click()
    old.locator("[name='recommendations-0-text']").fill("Heat it.")
    expect(old.locator("[data-words-status]")).to_contain_text("Saved at", timeout=SOON)

    def add() -> None:
        admin = db.session.scalars(select(Account).where(Account.email == "nadia.network@example.org")).one()
        with unit_of_work():
            add_kind(actor=Actor(person_id=admin.id), label="Hyperthermia", group=KindGroup.TREATMENT, position=5)

    inside(site.app, add)
    other = enter(sign_in("charles.chair@example.org"), meeting_id)
    other.locator("[name='recommendations-0-kind']").select_option("hyperthermia")
    expect(old.locator("[name='recommendations-0-kind']")).to_have_value("hyperthermia", timeout=SOON)
    old.locator("#summary").press_sequentially("Agreed.")
    expect(other.locator("#summary")).to_have_value("Agreed.", timeout=SOON)
    expect(other.locator("[name='recommendations-0-kind']")).to_have_value("hyperthermia")
    expect(old.locator("[name='recommendations-0-text']")).to_have_value("Heat it.")


def test_keys_work_outside_fields_and_are_letters_inside(sign_in: Callable[[str], Person], meeting_id: UUID) -> None:
    page = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    page.keyboard.press("w")
    page.keyboard.type("nsl")
    expect(page.locator(".agenda-now")).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator(".live-now")).to_contain_text("Stop the clock", timeout=SOON)
    page.keyboard.press("p")
    expect(page.locator("[data-part=people]")).to_contain_text("Cora Coordinator holds the pen.", timeout=SOON)
    page.keyboard.press("m")
    expect(page.locator("#live-materials")).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_lost_connection_comes_back_and_loses_nothing(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    page = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    page.context.set_offline(True)
    page.locator("#summary").press_sequentially("Typed while the network was down.")
    expect(page.locator("[data-live-status]")).to_contain_text("No connection.", timeout=SOON)
    assert stored(site, meeting_id) == ""
    page.context.set_offline(False)
    expect(page.locator("[data-live-status]")).to_have_text("Connected again.", timeout=SOON)
    expect(page.locator("[data-words-status]")).to_contain_text("Saved at", timeout=SOON)
    assert stored(site, meeting_id) == "Typed while the network was down."


def test_a_sign_in_that_ends_clears_the_screen_and_a_new_one_brings_the_words_back(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    person = sign_in("charles.chair@example.org")
    page = enter(person, meeting_id)
    page.locator("#summary").wait_for()

    def end() -> None:
        with unit_of_work():
            sessions.end_all(db.session.scalars(select(Account.id).where(Account.family_name == "Chair")).one())

    inside(site.app, end)
    expect(page.locator("[data-live-status]")).to_contain_text("You are signed out.", timeout=SOON)
    expect(page.get_by_text("Question 1?")).to_have_count(0)
    expect(page.locator("#summary")).to_have_count(0)


def test_revoked_access_ends_the_page_at_once(site: Site, sign_in: Callable[[str], Person], meeting_id: UUID) -> None:
    page = enter(sign_in("rita.radiologist@example.org"), meeting_id)
    expect(page.get_by_text("Question 1?")).to_have_count(1)

    def cancel() -> None:
        with unit_of_work():
            meeting = db.session.get_one(Meeting, meeting_id)
            meeting.state, meeting.published_at = MeetingState.PLANNED, None

    inside(site.app, cancel)
    expect(page.locator("[data-live-status]")).to_contain_text("no longer open to you", timeout=SOON)
    expect(page.get_by_text("Question 1?")).to_have_count(0)
    expect(page.locator("[data-part]")).to_have_count(0)


def test_the_presenter_view_follows_by_itself(sign_in: Callable[[str], Person], meeting_id: UUID) -> None:
    person = sign_in("cora.coordinator@example.org")
    page = enter(person, meeting_id)
    shared = page.context.new_page()
    shared.goto(f"{person.site.url}/meetings/{meeting_id}/live/presenter")
    page.keyboard.press("n")
    expect(page.locator(".live-now")).to_contain_text("Stop the clock", timeout=SOON)
    page.keyboard.press("n")
    expect(shared.locator(".presenter-question")).to_have_text("Question 2?", timeout=SOON)


def test_one_checks_in_without_leaving_the_page_and_all_see_it(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    page = enter(sign_in("rita.radiologist@example.org"), meeting_id)
    other = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    expect(other.locator("#live-people")).to_contain_text("not checked in", timeout=SOON)
    page.get_by_role("button", name="I am in the room").click()
    expect(page.locator("[data-mine]")).to_contain_text("You are counted since", timeout=SOON)
    assert page.url.endswith("/live")
    expect(other.locator("#live-quorum .number")).to_have_text("1", timeout=SOON)

    def leave() -> None:
        with unit_of_work():
            meeting = db.session.get_one(Meeting, meeting_id)
            check_out(actor=SYSTEM, meeting=meeting, person=meeting.attendances[0].person)

    inside(site.app, leave)
    expect(page.locator("[data-mine]")).to_contain_text("You are not counted as there.", timeout=SOON)
    expect(other.locator("#live-quorum .number")).to_have_text("0", timeout=SOON)


def test_somebody_who_just_came_is_chosen_on_one_page_and_stays_chosen_on_the_other(
    site: Site, sign_in: Callable[[str], Person], meeting_id: UUID
) -> None:
    one = enter(sign_in("cora.coordinator@example.org"), meeting_id)
    one.locator("button[name=add][value=dissents]").click()
    one.locator("[name='dissents-0-opinion']").fill("Wait")
    expect(one.locator("[data-words-status]")).to_contain_text("Saved at", timeout=SOON)

    def come() -> None:
        with unit_of_work():
            meeting = db.session.get_one(Meeting, meeting_id)
            person = db.session.scalars(select(Account).where(Account.family_name == "Stranger")).one()
            check_in(actor=SYSTEM, meeting=meeting, person=person, presence=Presence.VIDEO)

    inside(site.app, come)
    other = enter(sign_in("charles.chair@example.org"), meeting_id)
    other.locator("[name='dissents-0-person_id']").select_option(label="Sami Stranger")
    chosen = other.locator("[name='dissents-0-person_id']").input_value()
    expect(one.locator("[name='dissents-0-person_id']")).to_have_value(chosen, timeout=SOON)
    one.locator("#summary").press_sequentially("Typed after it.")
    expect(one.locator("[data-words-status]")).to_contain_text("Saved at", timeout=SOON)
    expect(other.locator("#summary")).to_have_value("Typed after it.", timeout=SOON)
    expect(other.locator("[name='dissents-0-person_id']")).to_have_value(chosen)
