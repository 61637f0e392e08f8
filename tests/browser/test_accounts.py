"""The pages of accounts and administration in a real browser: they open, and axe has nothing to say."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select

from eboard.core.db import db, unit_of_work
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Delegation, Organization, Person
from eboard.people.passwords import hash_password
from tests.browser.conftest import Site
from tests.browser.network import give_app
from tests.browser.people import type_code
from tests.world import LONG_AGO, add, make_world

pytestmark = pytest.mark.browser
ADMIN, PASSWORD = "nadia.network@example.org", "wooden kettle under snow"


def fill(app: Flask) -> None:
    with app.app_context():
        world = make_world()
        with unit_of_work():
            secret = hash_password(PASSWORD)
            add(Credential(person_id=world.network_admin.id, kind=CredentialKind.PASSWORD, secret=secret))
            give_app(world.network_admin)
            for principal, delegate in ((world.network_admin, world.chair), (world.chair, world.network_admin)):
                add(Delegation(principal_id=principal.id, delegate_id=delegate.id, starts_on=LONG_AGO))


@pytest.fixture(scope="module")
def site(serve: Callable[..., Site]) -> Site:
    return serve(fill)


def pages(site: Site) -> list[str]:
    with site.app.app_context():
        chair = db.session.scalars(select(Person.id).where(Person.email == "charles.chair@example.org")).one()
        hub = db.session.scalars(select(Organization.id).where(Organization.code == "HUB")).one()
    return [
        "/account/", "/account/password", "/account/sign-ins", "/account/second-factors/",
        "/account/second-factors/authenticator", "/account/second-factors/passkey", f"/people/{chair}/recovery",
        "/unlock", "/account/delegates", "/account/acting", "/confirm",
        "/people/", "/people/invite", "/people/import", f"/people/{chair}", f"/people/{chair}/deactivate",
        "/organizations/", "/organizations/new", f"/organizations/{hub}",
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (375, "dark")])
def test_every_page_is_accessible(
    site: Site, open_page: Callable[..., Page], axe: Callable[[Page], list[str]], width: int, scheme: str
) -> None:
    page = open_page(width, 3000, scheme=scheme)  # tall, so that the bar at the thumb covers nothing
    page.goto(f"{site.url}/account/")
    assert axe(page) == []
    page.get_by_label("E-mail address").fill(ADMIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    type_code(page, ADMIN)
    page.wait_for_url(f"{site.url}/account/")
    findings = {}
    for path in pages(site):
        page.goto(f"{site.url}{path}")
        findings[path] = (axe(page), page.evaluate("document.documentElement.scrollWidth > innerWidth"))
    assert findings == {path: ([], False) for path in findings}


def test_a_colleague_is_chosen_while_one_types(site: Site, open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto(f"{site.url}/sign-in?next=/account/delegates")
    page.get_by_label("E-mail address").fill(ADMIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    type_code(page, ADMIN)
    page.get_by_role("combobox", name="Who").press_sequentially("rita", delay=20)
    page.get_by_role("option", name="Rita Radiologist").click()
    page.get_by_role("button", name="Let this person act for me").click()
    page.get_by_text("From that day on Rita Radiologist may act for you.").wait_for()
