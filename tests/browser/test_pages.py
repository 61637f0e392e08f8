"""Every page of the made-up network in a real browser, found by following its links: axe, width, status."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit, urlunsplit

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from config import Environment
from eboard.demo.accounts import ACCOUNTS, PASSWORD
from eboard.demo.actions.build import build
from eboard.demo.scale import Scale
from tests.browser.conftest import Site
from tests.browser.network import inside

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]

SMALL = Scale(boards=2, weeks=2, cases=3, waiting=24)
SIZES = ((1440, 1000), (375, 6000))  # the phone is tall, for the bar at its foot lies over what axe measures
SCHEMES = ("light", "dark")
# What answers with something else than a page, or leads away.
NOT_PAGES = {
    "account.zones", "attachments.download", "cme.export", "credits.certificate_pdf", "credits.export",
    "dev_mail.one", "feeds.calendar", "feeds.robots", "health.live", "health.metrics", "health.ready", "joining.join",
    "live.form",
    "live.state", "minutes.pdf", "own_data.download", "papers.chart_as_pdf", "papers.chart_as_text", "papers.letter",
    "people_search.colleagues", "people_search.people", "preparation.agenda_pdf", "preparation.pdf", "reports.csv",
    "reports.pdf", "retention.deleted_csv", "review.case_csv", "static",
    "suggestions.codes", "suggestions.people", "suggestions.specialties",
}  # fmt: skip


def fill(app: Flask) -> None:
    inside(app, lambda: build(SMALL))


@pytest.fixture(scope="module")
def site(serve: Callable[..., Site]) -> Site:
    return serve(fill, environment=Environment.DEMO)


class Walk:
    """Follows links until every endpoint that can be reached was seen once."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.routes = site.app.url_map.bind("127.0.0.1")
        self.seen: dict[str, str] = {}

    def endpoint(self, path: str) -> str | None:
        try:
            return str(self.routes.match(path, "GET")[0])
        except HTTPException:
            return None

    def new(self, page: Page) -> Iterator[str]:
        """Addresses on this page that lead to an endpoint not seen yet."""
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        for link in links:
            parts = urlsplit(link)
            endpoint = self.endpoint(parts.path) if link.startswith(self.site.url) else None
            if endpoint and endpoint not in self.seen and endpoint not in NOT_PAGES:
                self.seen[endpoint] = urlunsplit(("", "", parts.path, parts.query, ""))
                yield self.seen[endpoint]

    def sign_in(self, page: Page, email: str) -> None:
        page.goto(f"{self.site.url}/sign-in")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        code = page.get_by_role("button", name="Use this code")
        while not code.is_visible():  # each code counts once: wait for the next one
            page.wait_for_timeout(1_000)
            page.reload()
        code.click()
        page.wait_for_url(f"{self.site.url}/")


@pytest.fixture(scope="module")
def walk(site: Site) -> Walk:
    return Walk(site)


@pytest.mark.parametrize("email", [account.email for account in ACCOUNTS])
def test_every_page_that_an_account_reaches_is_sound(
    walk: Walk, email: str, open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    pages = [open_page(width, height) for width, height in SIZES]
    for page in pages:
        walk.sign_in(page, email)
    faults = []
    queue = ["/"]
    while queue:
        path = queue.pop(0)
        for page in pages:
            answer = page.goto(f"{walk.site.url}{path}")
            status = answer.status if answer else 0
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                faults += [f"{path}, {scheme}: {finding}" for finding in axe(page)]
            if status != 200:
                faults.append(f"{path}: {status}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                faults.append(f"{path}: scrolls sideways")
        queue += walk.new(pages[0])
    assert faults == []
