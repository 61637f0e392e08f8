"""Who is recused from a case neither writes its outcome nor holds the pen while it is discussed."""

from typing import Any

import pytest

from eboard.cases.actions.recusals import recuse
from eboard.core.db import unit_of_work
from eboard.live.queries import room_of
from tests.attendance.scenes import by
from tests.client import Client
from tests.live.scenes import Table, change, lay
from tests.recommendations.outcomes import COMPLETE, form_of
from tests.world import World

NO_PART = "You take no part in the decision on this case."


@pytest.fixture
def table(world: World) -> Table:
    found = lay(world)
    with unit_of_work():
        recuse(actor=by(world.chair), case=found.case, person=world.chair, reason="Married to the referrer")
    return found


def do(client: Client, table: Table, said: str) -> int:
    return client.post(f"{table.url}/do", data={"do": said}).status_code


def test_the_form_is_not_offered_and_nothing_is_saved(world: World, app: Any, table: Table) -> None:
    client, scribe = (app.test_client().sign_in(one) for one in (world.chair, world.coordinator))
    assert table.save(scribe, change("summary", "", "Resection is possible.")).status_code == 200
    page = client.get(table.url).text
    assert ('id="outcome"' in page, NO_PART in page, "Resection is possible." in page) == (False, True, True)
    assert client.get(f"{table.url}/state").json["texts"] is None
    url = f"{table.url}/cases/{table.case.id}"
    saved = table.save(client, change("summary", "", "Mine"))
    whole = client.post(url, data=form_of(COMPLETE, table.discussion.row_version))
    assert [(one.status_code, NO_PART in one.text) for one in (saved, whole)] == [(422, True)] * 2
    assert (client.get(f"{url}/form").status_code, client.post(f"{url}/record").status_code) == (404, 422)
    outside = f"/meetings/{table.meeting.id}/cases/{table.case.id}/outcome"
    refused = client.post(outside, data=form_of(COMPLETE, table.discussion.row_version))
    assert (refused.status_code, NO_PART in refused.text) == (422, True)
    assert table.discussion.summary == "Resection is possible."


def test_of_the_other_cases_the_outcome_is_written(world: World, client: Client, table: Table) -> None:
    client.sign_in(world.chair)
    page = client.get(f"{table.url}?case={table.items[1].case_id}").text
    assert ('id="outcome"' in page, NO_PART in page) == (True, False)


def test_nobody_writes_on_behalf_of_who_is_recused(world: World, client: Client, table: Table) -> None:
    client.sign_in(world.coordinator, on_behalf_of=world.chair)
    saved = table.save(client, change("summary", "", "Mine"))
    assert (saved.status_code, NO_PART in saved.text) == (422, True)


def test_what_clashed_is_settled_by_others(world: World, app: Any) -> None:
    table = lay(world)
    one, other = (app.test_client().sign_in(who) for who in (world.coordinator, world.chair))
    table.save(one, change("agreed_stage", "", "I"))
    table.save(other, change("agreed_stage", "", "II"))
    button = one.get(table.url).text.partition('value="take-over:')[2].partition('"')[0]
    with unit_of_work():
        recuse(actor=by(world.chair), case=table.case, person=world.chair)
    clash_id = button.partition(":")[0]
    assert (do(other, table, f"take-over:{button}"), do(other, table, f"leave:{clash_id}")) == (422, 422)
    assert (do(one, table, f"leave:{clash_id}"), table.discussion.agreed_stage) == (303, "I")


def test_the_pen_goes_to_somebody_else_while_the_case_is_discussed(world: World, app: Any, table: Table) -> None:
    chair, coordinator = (app.test_client().sign_in(who) for who in (world.chair, world.coordinator))
    chair.get(table.url)
    coordinator.get(table.url)

    def pen() -> object:
        return room_of(table.meeting.id).pen_id

    assert (do(chair, table, "pen"), pen()) == (303, world.chair.id)
    assert do(chair, table, f"start:{table.item.id}") == 303
    page = coordinator.get(table.url).text
    assert ("from which he or she is recused" in page, 'value="take-pen"' in page) == (True, True)
    assert (do(coordinator, table, "take-pen"), pen()) == (303, world.coordinator.id)
    assert (do(chair, table, "take-pen"), do(chair, table, "pen")) == (422, 422)
    assert do(coordinator, table, f"give-pen:{world.chair.id}") == 422
    assert do(chair, table, "next") == 303  # the second case: there he or she may
    assert (do(chair, table, "pen"), do(coordinator, table, f"give-pen:{world.chair.id}")) == (303, 303)
    assert pen() == world.chair.id
