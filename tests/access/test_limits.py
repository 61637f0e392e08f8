"""Nobody takes along or sends files without end, whichever process answers."""

from datetime import timedelta
from io import BytesIO

import pytest

from eboard.access import limits
from eboard.core import time
from tests.client import Client
from tests.conftest import NOW
from tests.world import World

NOTHING = "00000000-0000-0000-0000-000000000000"


def test_files_that_leave_are_counted(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LEAVING", 2)
    client.sign_in(world.nurse)
    asked = ("/account/credits.csv", f"/attachments/{NOTHING}", f"/attachments/{NOTHING}")
    answers = [client.get(path) for path in asked]
    assert [answer.status_code for answer in answers][1:] == [404, 429]
    assert answers[2].headers["Retry-After"] == "3600"
    assert client.get("/account/").status_code == 200
    assert client.sign_in(world.physician).get(f"/attachments/{NOTHING}").status_code == 404
    client.sign_in(world.nurse)
    with time.at(NOW + timedelta(hours=1)):
        assert client.sign_in(world.nurse).get(f"/attachments/{NOTHING}").status_code == 404


@pytest.mark.parametrize(("method", "path"), [("GET", "/account/data.zip"), ("POST", f"/cases/{NOTHING}/patient-file")])
def test_what_is_packed_is_counted(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    monkeypatch.setattr(limits, "MOST_LEAVING", 1)
    client.sign_in(world.nurse)
    assert [client.open(path, method=method).status_code == 429 for _time in range(2)] == [False, True]


def test_files_that_come_are_counted(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_COMING", 1)
    client.sign_in(world.nurse)
    path = f"/cases/{NOTHING}/attachments/new"
    answers = [client.post(path, data={"file": (BytesIO(b"x"), "x.pdf")}).status_code for _time in range(2)]
    assert answers == [404, 429]
    assert client.post("/account/", data={"zone": "Nowhere"}).status_code == 422


def test_strangers_are_not_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_LEAVING", 0)
    assert client.get(f"/attachments/{NOTHING}").status_code == 303
