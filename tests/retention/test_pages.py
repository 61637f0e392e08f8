"""The schedule, its terms, and what was deleted, on screen and as a file."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.retention.enums import RecordClass
from eboard.retention.models import RetentionTerm
from tests.client import Client
from tests.conftest import NOW
from tests.retention.running import ran
from tests.retention.test_running import a_draft, a_sign_in
from tests.world import World

DAY = timedelta(days=1)


def test_the_schedule_shows_each_class_with_its_numbers(
    world: World, client: Client, count_queries: Callable[..., int]
) -> None:
    with unit_of_work():
        a_draft(world, changed_at=NOW - 400 * DAY, question="Marker question")
    client.sign_in(world.network_admin)
    page = client.get("/retention/").text
    one = count_queries(lambda: client.get("/retention/"))
    row = page.split("Abandoned drafts", 1)[1].split("</tr>")[0]
    assert ("366 days" in row, ">1</td>" in row, "Sun 26 Jan 2025" in row) == (True, True, True)
    assert ("None has run yet." in page, "Marker" in page, "BGB § 630f" in page) == (True, False, True)
    with unit_of_work():
        for _ in range(3):
            a_draft(world, changed_at=NOW - 400 * DAY)
    assert count_queries(lambda: client.get("/retention/")) == one


def test_a_term_is_set_within_its_bounds(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    place = "/retention/drafts"
    assert "90 to 1098 days" in client.get(place).text
    for days in ("89", "1099", "-1", "", "x", "9" * 30, "9" * 5000):
        assert client.post(place, data={"days": days, "version": "0"}).status_code == 422
    assert client.post(place, data={"days": "3\x000", "version": "0"}).status_code == 400
    refused = client.post(place, data={"days": "89", "version": "0"}).text
    assert ("Choose between 90 and 1098 days." in refused, 'value="89"' in refused) == (True, True)
    assert client.post(place, data={"days": "100", "version": "0"}).status_code == 303
    stale = client.post(place, data={"days": "200", "version": "0"})
    assert (stale.status_code, 'value="200"' in stale.text) == (409, True)
    assert client.post(place, data={"days": "200", "version": "1"}).status_code == 303
    row = db.session.scalars(select(RetentionTerm)).one()
    assert (row.kind, row.days) == (RecordClass.DRAFTS, 200)
    assert "200 days" in client.get("/retention/").text
    assert client.get("/retention/rubbish").status_code == 404


def test_what_is_fixed_by_law_cannot_be_shortened(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    for kind in ("outside_links", "credit"):
        assert client.post(f"/retention/{kind}", data={"days": "2191", "version": "0"}).status_code == 422


def test_the_records_are_listed_and_leave_as_a_file(
    world: World, client: Client, count_queries: Callable[..., int]
) -> None:
    client.sign_in(world.auditor)
    assert "Nothing was deleted yet" in client.get("/retention/deleted").text
    for number in range(3):
        with unit_of_work():
            a_sign_in(world)
        with time.at(NOW + (31 + number) * DAY):
            assert ran()["sign_ins"] >= 1
        if not number:
            client.sign_in(world.auditor)
            one = count_queries(lambda: client.get("/retention/deleted"))
    client.sign_in(world.auditor)
    assert count_queries(lambda: client.get("/retention/deleted")) == one
    page = client.get("/retention/deleted").text
    assert page.count("the daily run") == 3
    answer = client.get("/retention/deleted.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="deleted.csv"'
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert (len(lines), lines[0].split(",")[0], lines[3].split(",")[:3:2]) == (4, "Class", ["sign_ins", "30"])
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.exported")).one()
    assert (entry.actor_id, entry.details) == (world.auditor.id, {"kind": "deletion_record"})


@pytest.mark.parametrize("who", ["nurse", "north_admin", "stranger", "chair"])
def test_nobody_else_reads_any_of_it(world: World, client: Client, who: str) -> None:
    client.sign_in(getattr(world, who))
    for place in ("/retention/", "/retention/drafts", "/retention/deleted", "/retention/deleted.csv"):
        assert client.get(place).status_code == 403
    assert "/retention/" not in client.get("/").text


def test_an_auditor_reads_the_schedule_and_sets_nothing(world: World, client: Client) -> None:
    client.sign_in(world.auditor)
    page = client.get("/retention/").text
    assert ("/retention/drafts" in page, "/retention/holds" in page) == (False, True)
    assert client.post("/retention/drafts", data={"days": "100", "version": "0"}).status_code == 403
    client.sign_in(world.network_admin)
    page = client.get("/retention/").text
    assert ("/retention/drafts" in page, "/retention/holds" in page) == (True, False)
