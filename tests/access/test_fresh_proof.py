"""Whatever leaves as a file, or says who a patient is, asks for a fresh proof, not older than five minutes."""

from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from eboard.core import time
from tests.client import Client
from tests.conftest import NOW
from tests.world import World

NOTHING = UUID(int=0)
FILES = {
    "cme.export", "minutes.pdf", "papers.chart_as_pdf", "papers.chart_as_text", "papers.letter",
    "preparation.agenda_pdf", "preparation.pdf", "reports.csv", "reports.pdf",
    "retention.deleted_csv", "review.case_csv",
}  # fmt: skip
# One's own credit, what programs fetch, and files of a case, which are looked at one after the other in a discussion.
OPEN = {
    "attachments.download", "credits.certificate_pdf", "credits.export", "feeds.robots", "health.security_txt",
    "static",
}  # fmt: skip
OWN = {"own_data.download"}  # asks as well; tried in tests/retention/test_own.py
REVEALING = {
    "leaving.leave", "letters.identified", "papers.chart", "papers.chart_as_pdf", "papers.chart_as_text",
    "papers.letter", "patient_file.make", "patients.show",
}  # fmt: skip


def address(app: Flask, endpoint: str, method: str) -> str:
    rules = app.url_map.iter_rules(endpoint)
    rule = next(one for one in rules if method in (one.methods or ()))
    values = {name: NOTHING if name.endswith("_id") else "boards" for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(endpoint, values, method=method)


@pytest.mark.parametrize(
    ("endpoint", "method"), [*((one, "GET") for one in sorted(FILES)), *((one, "POST") for one in sorted(REVEALING))]
)
def test_it_asks_for_a_fresh_proof(world: World, client: Client, app: Flask, endpoint: str, method: str) -> None:
    client.sign_in(world.nurse)
    place = address(app, endpoint, method)
    with time.at(NOW + timedelta(minutes=5)):
        assert client.open(place, method=method).status_code in {403, 404}
    with time.at(NOW + timedelta(minutes=5, seconds=1)):
        answer = client.open(place, method=method)
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/confirm")


def test_no_file_is_forgotten(app: Flask) -> None:
    ends = (".pdf", ".csv", ".txt", ".zip", ".xlsx", ".ics")
    files = {rule.endpoint for rule in app.url_map.iter_rules() if rule.rule.endswith(ends)}
    assert {one for one in files if not one.startswith("feeds.")} - OPEN - OWN == FILES
