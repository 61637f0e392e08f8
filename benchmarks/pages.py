"""Server time of every page that each account of the demo network reaches, beside the page that does nothing.

Run on a database that holds the demo network: python -m benchmarks.pages
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException

from benchmarks.measure import Spent, median, row
from eboard.app import create_app
from eboard.core.db import db, unit_of_work
from eboard.demo.accounts import ACCOUNTS
from eboard.people import sessions
from eboard.people.queries.credentials import person_by_email

LINK = re.compile(r'href="(/[^"#]*)')
LIMIT_MS = 100


def signed_in(app: Flask, email: str) -> FlaskClient:
    with app.app_context():
        person = person_by_email(email)
        assert person is not None
        with unit_of_work():
            _login, token = sessions.start(person, address="127.0.0.1", browser="benchmark")
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    return client


def reachable(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str]]:
    """One path for each endpoint that links lead to, with the endpoint's name."""
    routes = app.url_map.bind("localhost")
    seen, queue = {"home.start"}, ["/"]
    while queue:
        path = queue.pop(0)
        yield routes.match(urlsplit(path).path, "GET")[0], path
        answer = client.get(path)
        for link in LINK.findall(answer.text) if answer.mimetype == "text/html" else ():
            target = link.replace("&amp;", "&")
            try:
                endpoint = routes.match(urlsplit(target).path, "GET")[0]
            except HTTPException:
                continue
            if endpoint not in seen and endpoint != "static":
                seen.add(endpoint)
                queue.append(target)


def main() -> None:
    app = create_app()
    measured: list[tuple[Spent, str, str]] = []
    floor = Spent(0, 0)
    for account in ACCOUNTS:
        client = signed_in(app, account.email)
        floor = median(lambda client=client: client.get("/health/live"))
        for endpoint, path in list(reachable(app, client)):
            spent = median(lambda client=client, path=path: client.get(path), runs=5)
            measured.append((spent, endpoint, str(account.role)))
    with app.app_context():
        db.engine.dispose()
    measured.sort(reverse=True)
    row("page", "wall ms", "CPU ms", "x floor", "account")
    row("health.live (the floor)", f"{floor.wall:.1f}", f"{floor.cpu:.1f}", "1")
    for spent, endpoint, role in measured[:15]:
        row(endpoint, f"{spent.wall:.1f}", f"{spent.cpu:.1f}", f"{spent.cpu / floor.cpu:.0f}", role)
    slow = sum(spent.wall > LIMIT_MS for spent, _endpoint, _role in measured)
    middle = measured[len(measured) // 2][0]
    print(f"{len(measured)} pages, median {middle.wall:.1f} ms ({middle.cpu:.1f} CPU), {slow} over {LIMIT_MS} ms")


if __name__ == "__main__":
    main()
