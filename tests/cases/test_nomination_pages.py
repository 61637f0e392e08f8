"""From an empty form to a submitted case, in the browser's words."""

import re

from sqlalchemy import select

from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db
from tests.cases.nominating import draft, posted
from tests.client import Client
from tests.world import World


def only_case() -> Case:
    return db.session.scalars(select(Case)).one()


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found.group(1)


def test_a_nurse_takes_a_case_from_the_first_click_to_the_board(client: Client, world: World) -> None:
    client.sign_in(world.nurse)
    assert client.get("/cases/new").status_code == 200
    started = client.post("/cases/new", data={"organization": str(world.north.id), "record_number": "A-1"})
    case = only_case()
    assert (started.status_code, started.location) == (303, f"/cases/{case.id}/edit")

    page = client.get(f"/cases/{case.id}/edit").text
    data = posted(world, version=hidden(page, "version"), marks=hidden(page, "marks"), submit="1")
    saved = client.post(f"/cases/{case.id}/edit", data=data)
    assert (saved.status_code, saved.location) == (303, f"/cases/{case.id}/submit")

    page = client.get(f"/cases/{case.id}/submit").text
    submitted = client.post(f"/cases/{case.id}/submit", data={"version": hidden(page, "version")})
    assert (submitted.status_code, submitted.location) == (303, f"/cases/{case.id}")
    case = only_case()
    assert (case.state, case.is_ready, case.icd10, case.staging["group"]) == (
        CaseState.SUBMITTED,
        True,
        "C18.7",
        "IIIB",
    )
    shown = client.get(f"/cases/{case.id}")
    assert shown.status_code == 200
    assert "cT3 cN1 cM0" in shown.text
    assert "Malignant neoplasm of sigmoid colon" in shown.text


def test_another_organization_finds_nothing(client: Client, world: World) -> None:
    case = draft(world)
    client.sign_in(world.stranger)
    answers = {
        path: client.get(f"/cases/{case.id}{path}").status_code for path in ("", "/edit", "/submit", "/colleagues?q=no")
    } | {
        path: client.post(f"/cases/{case.id}{path}", data={"withdraw-reason": "x", "error-reason": "x"}).status_code
        for path in ("/edit", "/autosave", "/submit", "/again", "/withdraw", "/entered-in-error", "/edits-seen")
    }
    assert set(answers.values()) == {404}
    page = client.get("/cases/")
    assert (page.status_code, case.number in page.text) == (200, False)


def test_the_searches_say_what_they_take_and_the_browser_remembers_no_search(client: Client, world: World) -> None:
    for person, path in ((world.nurse, "/cases/"), (world.coordinator, "/work-list")):
        page = client.sign_in(person).get(path).text
        found = re.findall(r'<input[^>]*name="q"[^>]*>', page)
        assert [('autocomplete="off"' in one, "Case number or diagnosis, never a name" in one) for one in found] == [
            (True, True)
        ]


def test_the_list_costs_the_same_with_one_case_and_with_three(
    client: Client, world: World, count_queries: object
) -> None:
    client.sign_in(world.nurse)
    first = draft(world)
    assert first.number in client.get("/cases/").text
    one = count_queries(lambda: client.get("/cases/"))  # type: ignore[operator]
    draft(world)
    draft(world)
    assert count_queries(lambda: client.get("/cases/")) == one  # type: ignore[operator]
