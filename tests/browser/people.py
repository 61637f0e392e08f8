"""People at their browsers."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from eboard.core import time
from eboard.signin.totp import DRIFT, code_at, step_of
from tests.browser.conftest import Site
from tests.browser.network import PASSWORD, SECRET

_used: dict[tuple[str, str], int] = {}


def type_code(page: Page, email: str) -> None:
    """Take the second step with the code of the app; as a person would, wait for the next one if it was used."""
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    page.get_by_label("Code", exact=True).fill(next_code(page, email))
    page.get_by_role("button", name="Go on").click()


def next_code(page: Page, email: str) -> str:
    """A code of somebody's app that was not used yet."""
    site = urlsplit(page.url).netloc
    step = max(_used.get((site, email), 0) + 1, step_of(time.now()) - DRIFT)
    while step > step_of(time.now()) + DRIFT:
        page.wait_for_timeout(500)
    _used[site, email] = step
    return code_at(SECRET, step)


class Person:
    """Somebody who signed in on the page and goes on from there, by what the page says."""

    def __init__(self, page: Page, site: Site, email: str) -> None:
        self.page = page
        self.site = site
        page.goto(f"{site.url}/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.press("Sign in")
        type_code(page, email)
        expect(page.get_by_role("heading", level=1)).to_have_text("What needs you now")

    def go(self, path: str) -> None:
        self.page.goto(f"{self.site.url}{path}")

    def follow(self, name: str) -> None:
        self.page.get_by_role("link", name=re.compile(name)).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=re.compile(name)).first.click()

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def fill(self, **values: str) -> None:
        """Fill fields by their names in the form."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']")
            if field.evaluate("element => element.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def choose(self, label: str, typed: str, option: str) -> None:
        """Type into a type-ahead and take one of what it offers."""
        self.page.get_by_role("combobox", name=label).press_sequentially(typed)
        self.page.locator("li[role=option]:visible", has_text=option).first.click()

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


SignIn = Callable[..., Person]
