"""The browser itself: a page opens, its look loads, and axe has nothing to say."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


def test_an_error_page_is_styled_and_accessible(
    serve: Callable[..., Site], open_page: Callable[..., Page], axe: Callable[[Page], list[str]]
) -> None:
    site = serve(lambda app: None)
    for width, scheme in ((1440, "light"), (375, "dark")):
        page = open_page(width, scheme=scheme)
        answer = page.goto(f"{site.url}/nowhere")
        assert answer is not None
        assert answer.status == 404
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Inter")
        assert axe(page) == []
