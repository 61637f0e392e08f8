"""Passkeys in a real browser with a virtual authenticator, and pages that lock."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Locator, Page, expect
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.models import Board
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, LoginSession
from eboard.people.models import Person as Row
from tests.browser.conftest import Site
from tests.browser.network import PASSWORD, inside, populate
from tests.browser.people import Person, next_code
from tests.world import make_meeting

pytestmark = pytest.mark.browser

NURSE, CHAIR = "nora.nurse@example.org", "charles.chair@example.org"
NEWCOMER = "sami.stranger@example.org"


@pytest.fixture(scope="module")
def site(serve: Callable[..., Site]) -> Site:
    """Served under a name: passkeys belong to one, never to a number."""
    made = serve(populate)
    named = made.url.replace("127.0.0.1", "localhost")
    made.app.config["EBOARD"] = replace(made.app.config["EBOARD"], base_url=named)
    return Site(made.app, named)


class Authenticator:
    """A virtual authenticator of Chromium (WebAuthn level 2 section 11)."""

    def __init__(self, page: Page, *, is_verified: bool = True) -> None:
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": is_verified,
            "automaticPresenceSimulation": True,
        }
        made = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id: str = made["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        found = self.cdp.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return list(found["credentials"])

    def put(self, credential: dict[str, Any]) -> None:
        """Put a credential in, as whoever copied it would."""
        self.cdp.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})
        self.cdp.send("WebAuthn.addCredential", {"authenticatorId": self.id, "credential": credential})


def first_step(page: Page, site: Site, email: str) -> None:
    page.goto(f"{site.url}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def events(site: Site) -> list[str]:
    return inside(site.app, lambda: list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.at))))


@pytest.fixture
def with_passkey(site: Site, open_page: Callable[..., Page]) -> Iterator[tuple[Page, Authenticator]]:
    """The nurse with a passkey, signed out."""
    page = open_page()
    authenticator = Authenticator(page)
    person = Person(page, site, NURSE)
    person.go("/account/second-factors/passkey")
    person.fill(name="my laptop")
    person.press("Make a passkey")
    page.get_by_role("link", name="I have kept them").or_(page.get_by_text("It is added.")).first.wait_for()
    page.goto(f"{site.url}/account/second-factors/")
    expect(page.get_by_text("my laptop").first).to_be_visible()
    page.context.clear_cookies()
    yield page, authenticator

    def remove() -> None:
        with unit_of_work():
            for row in db.session.scalars(select(Credential).where(Credential.kind == CredentialKind.PASSKEY)):
                db.session.delete(row)

    inside(site.app, remove)


def test_a_passkey_alone_signs_in_and_a_new_one_counts_up(site: Site, with_passkey: tuple[Page, Authenticator]) -> None:
    page, authenticator = with_passkey
    for _time in range(2):
        page.goto(f"{site.url}/sign-in")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")
        page.context.clear_cookies()
    assert authenticator.credentials()[0]["signCount"] == 3


def test_a_passkey_is_the_second_step_and_a_fresh_proof(site: Site, with_passkey: tuple[Page, Authenticator]) -> None:
    page, _authenticator = with_passkey
    first_step(page, site, NURSE)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")
    page.goto(f"{site.url}/confirm?next=/account/")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(f"{site.url}/account/")
    assert events(site)[-1] == "person.confirmed"


def test_a_copy_that_counts_backwards_is_refused_and_recorded(
    site: Site, with_passkey: tuple[Page, Authenticator]
) -> None:
    page, authenticator = with_passkey
    copied = authenticator.credentials()[0]
    page.goto(f"{site.url}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")
    page.context.clear_cookies()
    authenticator.put(copied)
    page.goto(f"{site.url}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("main")).to_contain_text("There may be a copy of this passkey.")
    assert "signin.copy_suspected" in events(site)


def test_a_passkey_without_a_verified_user_is_not_accepted(
    site: Site, open_page: Callable[..., Page], with_passkey: tuple[Page, Authenticator]
) -> None:
    page, authenticator = with_passkey
    authenticator.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator.id, "isUserVerified": False})
    page.goto(f"{site.url}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("[data-passkey-status]").first).to_have_text(re.compile("No passkey was used."))


def test_an_answer_counts_once_for_one_purpose_and_for_its_person(
    site: Site, with_passkey: tuple[Page, Authenticator]
) -> None:
    page, _authenticator = with_passkey
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.goto(f"{site.url}/sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")
    page.context.clear_cookies()
    answer = next(body for body in sent if "answer=" in body)
    first_step(page, site, CHAIR)
    for path in ("/sign-in/passkey", "/sign-in/second-step/passkey"):
        page.evaluate(
            """async ([path, body]) => {
                const token = document.querySelector("[name=csrf_token]").value;
                const fields = new URLSearchParams(body);
                fields.set("csrf_token", token);
                window.answered = (await fetch(path, { method: "POST", body: fields })).status;
            }""",
            [path, answer],
        )
        assert page.evaluate("window.answered") == 422
    page.goto(f"{site.url}/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_a_first_sign_in_makes_a_passkey_and_shows_the_codes(
    site: Site, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    def strip() -> None:
        with unit_of_work():
            mine = select(Row.id).where(Row.email == NEWCOMER).scalar_subquery()
            kept = select(Credential).where(Credential.person_id == mine, Credential.kind != CredentialKind.PASSWORD)
            for row in db.session.scalars(kept):
                db.session.delete(row)

    inside(site.app, strip)
    for width, scheme in ((375, "dark"), (1440, "light")):
        page = open_page(width, 3000, scheme=scheme)
        Authenticator(page)
        page.goto(f"{site.url}/sign-in")
        assert axe(page) == []
        first_step(page, site, NEWCOMER)
        if width == 375:
            expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
            assert axe(page) == []
            assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
            page.get_by_role("button", name="Make a passkey and sign in").click()
            expect(page.locator(".codes li")).to_have_count(10)
        else:
            expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
        assert axe(page) == []
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def locked(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Locked")


def idle_page(open_page: Callable[..., Page], site: Site, email: str, path: str = "/account/") -> Page:
    """Somebody's page with something half typed, whose clock the test moves."""
    page = open_page(375, 1600)
    page.clock.install()
    person = Person(page, site, email)
    person.go(path)
    if path == "/account/":
        person.fill(given_name="Half typed")
    return page


def test_a_page_nobody_uses_is_covered_and_goes_on_with_what_was_typed(
    site: Site, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    page = idle_page(open_page, site, "pablo.physician@example.org")
    other = page.context.new_page()
    other.clock.install()
    other.goto(f"{site.url}/account/")
    page.clock.run_for(14 * 60_000)
    expect(locked(page)).to_be_hidden()
    page.clock.run_for(2 * 60_000)
    expect(locked(page)).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    expect(locked(other)).to_be_visible()
    expect(page.get_by_label("Your password", exact=True)).to_be_focused()
    assert axe(page) == []
    for _time in range(3):
        page.keyboard.press("Escape")
    page.mouse.click(5, 5)  # beside it
    expect(locked(page)).to_be_visible()
    expect(page.locator("main")).to_be_hidden()
    page.get_by_label("Your password", exact=True).fill("not the password")
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_text("This did not fit.")).to_be_visible()
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(locked(page)).to_be_hidden()
    expect(locked(other)).to_be_hidden()
    assert page.locator("[name=given_name]").input_value() == "Half typed"
    noted = [event for event in events(site) if event in {"signin.locked", "signin.unlocked"}]
    assert (noted[0], noted[-1]) == ("signin.locked", "signin.unlocked")


def test_a_code_of_the_app_uncovers_a_page_in_place(site: Site, open_page: Callable[..., Page]) -> None:
    email = "olga.observer@example.org"
    page = idle_page(open_page, site, email)
    inside(site.app, lambda: forget_password(email))
    page.clock.run_for(16 * 60_000)
    expect(locked(page)).to_be_visible()
    expect(page.get_by_label("Code", exact=True)).to_be_focused()
    expect(page.get_by_label("Your password", exact=True)).to_have_count(0)
    page.get_by_label("Code", exact=True).fill(next_code(page, email))
    page.get_by_role("button", name="Go on with the code").click()
    expect(locked(page)).to_be_hidden()
    assert page.locator("[name=given_name]").input_value() == "Half typed"


def forget_password(email: str) -> None:
    with unit_of_work():
        mine = select(Row.id).where(Row.email == email).scalar_subquery()
        held = select(Credential).where(Credential.person_id == mine, Credential.kind == CredentialKind.PASSWORD)
        db.session.delete(db.session.scalars(held).one())


def test_a_proof_in_another_tab_uncovers_this_one_and_a_page_load_alone_does_not(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = idle_page(open_page, site, "dora.deputy@example.org")
    page.clock.run_for(16 * 60_000)
    expect(locked(page)).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Another way, in a new tab").click()
    tab = opened.value
    expect(tab.get_by_role("heading", level=1)).to_have_text("Locked")
    expect(locked(page)).to_be_visible()
    tab.get_by_label("Your password", exact=True).fill(PASSWORD)
    tab.get_by_role("button", name="Go on").first.click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("You can go on")
    expect(locked(page)).to_be_hidden()
    assert page.locator("[name=given_name]").input_value() == "Half typed"


def test_signing_out_covers_the_other_tabs_for_good(site: Site, open_page: Callable[..., Page]) -> None:
    email = "cora.coordinator@example.org"
    page = idle_page(open_page, site, email)
    tab = page.context.new_page()
    tab.goto(f"{site.url}/account/")
    tab.get_by_role("button", name="Your menu:").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(locked(page)).to_be_visible()
    Person(tab, site, email)
    expect(page.get_by_text("Load it again.")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()


def test_a_lock_the_server_was_not_told_of_is_not_taken_back_by_it(site: Site, open_page: Callable[..., Page]) -> None:
    page = idle_page(open_page, site, "paul.pathologist@example.org")
    page.route("**/lock", lambda route: route.abort())
    page.clock.run_for(16 * 60_000)
    expect(locked(page)).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{site.url}/account/")  # shown, for the server knows of no lock
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.clock.run_for(10_000)
    expect(locked(page)).to_be_visible()


def test_the_page_of_a_running_meeting_stays_open_and_keeps_the_other_tabs_open(
    site: Site, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    def run() -> str:
        with unit_of_work():
            board = db.session.scalars(select(Board)).first()
            assert board is not None
            return f"/meetings/{make_meeting(board, state=MeetingState.LIVE, live_at=time.now()).id}/live"

    path = inside(site.app, run)
    page = idle_page(open_page, site, "dora.deputy@example.org", f"{path}/presenter")
    other = page.context.new_page()
    other.clock.install()
    other.goto(f"{site.url}/account/")
    for _minute in range(20):
        page.clock.run_for(60_000)
        other.clock.run_for(60_000)
    expect(locked(page)).to_be_hidden()
    expect(locked(other)).to_be_hidden()
    other.get_by_role("button", name="Your menu:").click()
    other.get_by_role("button", name="Lock").click()
    expect(locked(page)).to_be_visible()
    expect(page.get_by_label("Your password", exact=True)).to_be_visible()
    assert axe(page) == []


def test_a_page_in_use_says_so_and_is_not_covered(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.clock.install()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/in-use" in request.url else None)
    person = Person(page, site, "aldo.auditor@example.org")
    person.go("/account/")
    for _minute in range(20):
        page.locator("[name=given_name]").press("x")
        page.clock.run_for(61_000)
    expect(page.get_by_role("dialog", name="Locked")).to_be_hidden()
    assert len(asked) >= 15


def test_a_locked_browser_without_scripts_is_asked_by_the_server(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    Person(page, site, "rita.radiologist@example.org")
    page.get_by_role("button", name="Your menu:").click()
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    page.goto(f"{site.url}/account/notices")
    expect(page.get_by_role("heading", level=1)).to_have_text("Locked")
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Go on").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What I am told")

    def proofs() -> list[str]:
        return list(db.session.scalars(select(LoginSession.proofs)).first() or [])

    assert inside(site.app, proofs)[0] == "password"
