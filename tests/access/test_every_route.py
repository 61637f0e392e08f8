"""Every route, with every method, asked by somebody in every relation: who is let in, and who reads what."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from eboard.core.db import db
from eboard.people.models import Person
from tests.access.planted import GONE, LISTED, MARKERS, NARROW, WAITING, WHO, Planted, arguments, plant_world
from tests.access.routes import AUDIENCES
from tests.client import CSRF, Client
from tests.people.conftest import PASSWORD, with_app, with_factors, with_password
from tests.world import World

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["with_app", "with_factors", "with_password"]

SIGNED_OUT, BETWEEN = "signed_out", "between"
ACTORS = (
    SIGNED_OUT, BETWEEN, "stranger", "former", "nurse", "physician", "coordinator", "chair", "deputy", "radiologist",
    "recused", "named", "guest", "observer", "emergency", "delegate", "auditor", "north_admin", "network_admin",
)  # fmt: skip
CARE = {"nurse", "physician"}
STAFF = {"coordinator", "chair", "deputy", "delegate"}  # the delegate acts on behalf of the chair
PANEL = {"radiologist", "recused", "named", "guest"}
CONFIRMING = {"radiologist", "recused", "named"}  # physicians of the board, while a proposal waits for one of them
READERS = {
    LISTED: CARE | STAFF | PANEL | {"emergency"},
    WAITING: CARE | STAFF | CONFIRMING,
    NARROW: {"nurse", "named"},
    GONE: CARE,
    WHO: CARE,
}
ELSEWHERE = ("/sign-in", "/confirm", "/account/second-factors")
LET_IN = {200, 204, 302, 303, 409, 422}
TABLE = {row: set(who.split()) for who, rows in AUDIENCES for row in rows.split()}
Ask = Callable[[str, str], TestResponse]


def asking(app: Flask, cookie: str) -> Ask:
    """A way to ask that leaves no trace: each request is rolled back, and keeps the sign-in it began with."""
    bare = app.test_client(use_cookies=False)
    connection: Connection = db.session.get_bind()  # type: ignore[assignment]

    def ask(method: str, path: str) -> TestResponse:
        db.session.remove()
        savepoint = connection.begin_nested()
        answer: TestResponse = bare.open(path, method=method, headers={"Cookie": f"eboard={cookie}"})
        answer.get_data()
        answer.close()
        db.session.remove()
        savepoint.rollback()
        return answer

    return ask


def routes(app: Flask) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Method, endpoint and variables of everything that can be asked; a view's two addresses are two rules."""
    for rule in app.url_map.iter_rules():
        if app.view_functions[rule.endpoint].__module__.startswith("tests."):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.endpoint, frozenset(rule.arguments)


def is_let_in(answer: TestResponse) -> bool:
    return answer.status_code in LET_IN and not (answer.location or "").startswith(ELSEWHERE)


def seen(answer: TestResponse) -> set[str]:
    said = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
    return {marker for marker in MARKERS if marker in said}


def sign_in_as(name: str, planted: Planted, client: Client, with_factors: Callable[..., Person]) -> str:
    """The cookie of somebody in this relation."""
    if name == BETWEEN:
        person = with_factors(planted.world.nurse)
        with client.session_transaction() as session:
            session.setdefault("csrf_token", CSRF)
        form = {"email": person.email, "password": PASSWORD}
        assert client.post("/sign-in", data=form).status_code == 303
    elif name != SIGNED_OUT:
        principal = planted.people["chair"] if name == "delegate" else None
        client.sign_in(planted.people[name], on_behalf_of=principal)
    found = client.get_cookie("eboard")
    return found.value if found is not None else ""


def test_every_route_stands_in_the_table(app: Flask) -> None:
    there = {f"{method}:{endpoint}" for method, endpoint, _variables in routes(app)}
    assert (there - TABLE.keys(), TABLE.keys() - there) == (set(), set())


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", ACTORS)
def test_nobody_gets_what_the_table_does_not_say(
    world: World, app: Flask, client: Client, with_factors: Callable[..., Person], name: str
) -> None:
    planted = plant_world(world)
    known = arguments(planted)
    cases = [planted.waiting.id, planted.narrow.id, planted.gone.id]
    ask = asking(app, sign_in_as(name, planted, client, with_factors))
    addresses = app.url_map.bind("localhost")
    allowed = {marker for marker, readers in READERS.items() if name in readers}
    wrong = []
    for method, endpoint, variables in routes(app):
        values = {one: known.get(one, UUID(int=0) if one.endswith("_id") else "x") for one in variables}
        answers = [ask(method, addresses.build(endpoint, values, method=method))]
        if is_let_in(answers[0]) is not (name in TABLE[f"{method}:{endpoint}"]):
            wrong.append(f"{method} {endpoint}: {answers[0].status_code}")
        if method == "GET" and variables == {"case_id"}:
            answers += [ask(method, addresses.build(endpoint, {"case_id": one}, method=method)) for one in cases]
        wrong += [f"{method} {endpoint}: 500" for answer in answers if answer.status_code >= 500]
        wrong += [f"{method} {endpoint}: {marker}" for one in answers for marker in seen(one) - allowed]
    assert wrong == []
