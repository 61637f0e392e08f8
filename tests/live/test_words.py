"""Several scribes: what each changed is saved, once; what clashes stands beside until somebody settles it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.ids import new_id
from eboard.core.jobs import registered
from eboard.live.actions import forget_batches, take_over
from eboard.live.models import Clash, SavedBatch
from eboard.meetings.enums import MeetingState
from eboard.recommendations.actions import change_draft
from eboard.recommendations.draft import read
from eboard.recommendations.enums import RecommendationKind, Result
from eboard.recommendations.merging import Change, Place
from tests.client import Client
from tests.conftest import NOW
from tests.live.scenes import change, lay
from tests.recommendations.outcomes import COMPLETE, by, form_of
from tests.world import World, make_case, save

SOME = UUID(int=7)


def test_fields_of_two_scribes_both_go_in(world: World, app: Any) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.chair)
    first = table.save(one, change("summary", "", "Resection is possible."))
    assert first.json == {"clashes": [], "problems": {}, "version": table.discussion.row_version}
    second = table.save(other, change("result", "", "recommendation"), change("agreed_diagnosis", "", "Adenocarcinoma"))
    assert second.json["clashes"] == []
    draft = read(table.discussion)
    assert (draft.summary, draft.result, draft.agreed_diagnosis) == (
        "Resection is possible.", Result.RECOMMENDATION, "Adenocarcinoma",
    )  # fmt: skip


def test_edits_of_one_text_are_put_together(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    table.save(client, change("summary", "", "Resect the liver."))
    table.save(client, change("summary", "Resect the liver.", "Resect the liver. Then scan."))
    late = table.save(client, change("summary", "Resect the liver.", "Early: Resect the liver."))
    assert (late.json["clashes"], table.discussion.summary) == ([], "Early: Resect the liver. Then scan.")


def test_a_batch_that_is_sent_again_is_saved_once(world: World, client: Client) -> None:
    table, batch = lay(world), uuid4()
    client.sign_in(world.coordinator)
    words = change("summary", "", "Scan.")
    table.save(client, words, batch=batch)
    table.save(client, change("summary", "Scan.", "Scan. Resect."))
    version = table.discussion.row_version
    again = table.save(client, words, batch=batch)
    assert (again.json["clashes"], table.discussion.summary, table.discussion.row_version) == (
        [], "Scan. Resect.", version,
    )  # fmt: skip


def test_batches_are_forgotten_after_two_days(world: World, client: Client) -> None:
    table = lay(world)
    table.save(client.sign_in(world.coordinator), change("summary", "", "Scan."))
    with unit_of_work():
        assert forget_batches() == 0
    with time.at(NOW.replace(day=5)), unit_of_work():
        assert forget_batches() == 1
    assert db.session.scalar(select(func.count(SavedBatch.id))) == 0


def test_rows_keep_who_they_are(world: World, client: Client) -> None:
    table, row, other = lay(world), uuid4(), uuid4()
    client.sign_in(world.coordinator)
    table.save(client, change(f"recommendations.{row}.text", "", "Resect."))
    table.save(client, change(f"recommendations.{other}.text", "", "Scan."))
    kind = table.save(client, change(f"recommendations.{row}.kind", "", "surgery"))
    assert kind.json["clashes"] == []
    assert [(one.id, one.kind, one.text, one.position) for one in table.discussion.recommendations] == [
        (row, RecommendationKind.SURGERY, "Resect.", 1), (other, None, "Scan.", 2),
    ]  # fmt: skip
    gone = {"text": "Resect.", "kind": "surgery", "nonsense": "x"}
    table.save(client, change(f"recommendations.{row}", gone, None))
    table.save(client, change(f"recommendations.{row}", gone, None))
    assert [(one.id, one.position) for one in table.discussion.recommendations] == [(other, 1)]


def test_a_row_somebody_changed_meanwhile_is_not_removed(world: World, client: Client) -> None:
    table, row = lay(world), uuid4()
    client.sign_in(world.coordinator)
    table.save(client, change(f"recommendations.{row}.text", "", "Resect."))
    table.save(client, change(f"recommendations.{row}.text", "Resect.", "Resect now."))
    answer = table.save(client, change(f"recommendations.{row}", {"text": "Resect."}, None))
    assert answer.json["clashes"] == [f"recommendations.{row}"]
    assert [one.text for one in table.discussion.recommendations] == ["Resect now."]
    assert db.session.scalar(select(func.count(Clash.id))) == 0


def test_words_typed_into_a_row_that_was_removed_come_back(world: World, client: Client) -> None:
    table, row = lay(world), uuid4()
    client.sign_in(world.coordinator)
    table.save(client, change(f"dissents.{row}.opinion", "", "Wait"))
    table.save(client, change(f"dissents.{row}", {"opinion": "Wait"}, None))
    table.save(client, change(f"dissents.{row}.opinion", "Wait", "Wait three months"))
    table.save(client, change(f"dissents.{row}.person_id", "", str(world.radiologist.id)))
    table.save(client, change(f"dissents.{uuid4()}.reason", "Age", "Age"))
    assert [(one.opinion, one.person_id) for one in table.discussion.dissents] == [
        ("Wait three months", world.radiologist.id)
    ]


def test_a_row_in_which_nothing_is_said_any_more_goes(world: World, client: Client) -> None:
    table, row = lay(world), uuid4()
    client.sign_in(world.coordinator)
    table.save(client, change(f"recommendations.{row}.text", "", "Resect."))
    table.save(client, change(f"recommendations.{row}.priority", "routine", "urgent"))
    table.save(client, change(f"recommendations.{row}.text", "Resect.", ""))
    assert table.discussion.recommendations == []


def test_what_clashes_stands_beside_and_is_taken_over(world: World, app: Any) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.chair)
    table.save(one, change("agreed_stage", "", "IIA"))
    answer = table.save(other, change("agreed_stage", "", "IIB"))
    assert (answer.json["clashes"], table.discussion.agreed_stage) == (["agreed_stage"], "IIA")
    table.save(other, change("agreed_stage", "", "IIC"))  # typed on, with the other's text in sight
    clash = db.session.scalars(select(Clash)).one()
    assert (clash.text, clash.person_id) == ("IIC", world.chair.id)
    page = one.get(table.url).text
    assert ("Charles Chair wrote" in page, "IIC" in page) == (True, True)
    button = page.partition('value="take-over:')[2].partition('"')[0]
    stale = one.post(f"{table.url}/do", data={"do": f"take-over:{clash.id}:0"})
    assert (stale.status_code, table.discussion.agreed_stage) == (422, "IIA")
    assert one.post(f"{table.url}/do", data={"do": f"take-over:{button}"}).status_code == 303
    assert (table.discussion.agreed_stage, db.session.scalar(select(func.count(Clash.id)))) == ("IIC", 0)
    assert one.post(f"{table.url}/do", data={"do": f"take-over:{button}"}).status_code == 404
    events = db.session.scalars(select(AuditEntry.event).where(AuditEntry.event.startswith("live."))).all()
    assert sorted(events) == ["live.clash_settled", "live.clashed"]


def test_what_clashes_is_left_or_its_writer_comes_round(world: World, app: Any) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.chair)
    table.save(one, change("change", "", "same"))
    table.save(other, change("change", "", "refined"), change("agreed_stage", "", "I"))
    clash = db.session.scalars(select(Clash)).one()
    assert "Plan refined" in one.get(table.url).text
    assert one.post(f"{table.url}/do", data={"do": f"leave:{clash.id}"}).status_code == 303
    assert db.session.scalars(select(Clash)).all() == []
    table.save(other, change("change", "", "refined"))
    table.save(other, change("change", "refined", "same"))
    assert (db.session.scalars(select(Clash)).all(), table.discussion.change) == ([], "same")


@pytest.mark.parametrize(
    "sent",
    [
        "nonsense",
        "{}",
        "[1]",
        '[{"place": 1}]',
        '[{"place": "version", "now": "x"}]',
        '[{"place": "nothing", "now": ""}]',
        '[{"place": "recommendations", "now": "x"}]',
        '[{"place": "recommendations.x.text", "now": "x"}]',
        json.dumps([change(f"versions.{SOME}.text", "", "x")]),
        json.dumps([change(f"dissents.{SOME}", "x", None)]),
        json.dumps([change(f"dissents.{SOME}.id", "", "x")]),
        json.dumps([change("summary", "", "a\0b")]),
        json.dumps([change("summary", "", "x\ud800y")]),
        "[" * 100_000,
        json.dumps([change("summary", "", "x")] * 201),
        json.dumps([change("csrf_token", "", "x")]),
    ],
)
def test_what_no_page_sends_is_refused(world: World, client: Client, sent: str) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    url = f"{table.url}/cases/{table.case.id}/save"
    assert client.post(url, data={"batch": str(uuid4()), "changes": sent}).status_code == 422
    assert client.post(url, data={"batch": "x", "changes": "[]"}).status_code == 422


def test_a_text_that_means_nothing_keeps_the_others_from_nothing(world: World, client: Client) -> None:
    table, row = lay(world), uuid4()
    client.sign_in(world.coordinator)
    answer = table.save(
        client,
        change("summary", "", "Scan."),
        change(f"recommendations.{row}.due_on", "", "soon"),
        change("agreed_diagnosis", "", "a" * 10_001),
        change("result", "", "magic"),
        change("change", "", ["same"]),
    )
    assert sorted(answer.json["problems"]) == sorted([f"recommendations.{row}.due_on", "agreed_diagnosis", "result"])
    assert (table.discussion.summary, table.discussion.change) == ("Scan.", "same")


def test_there_is_room_for_twenty_rows_and_none_of_another_outcome(world: World, client: Client) -> None:
    table, row = lay(world), uuid4()
    client.sign_in(world.coordinator)
    table.save(client, change(f"recommendations.{row}.text", "", "Mine"))
    many = [change(f"recommendations.{new_id()}.text", "", "x") for _ in range(20)]
    assert table.save(client, *many).status_code == 422
    other = client.post(
        f"{table.url}/cases/{table.items[1].case_id}/save",
        data={"batch": str(uuid4()), "changes": json.dumps([change(f"recommendations.{row}.text", "", "Theirs")])},
    )
    assert (other.status_code, [one.text for one in table.discussion.recommendations]) == (422, ["Mine"])


def test_a_changed_result_is_complete_no_more(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.chair)
    url = f"{table.url}/cases/{table.case.id}"
    assert client.post(url, data=form_of(COMPLETE, 0)).location == f"{table.url}?case={table.case.id}"
    assert table.discussion.recorded_at is not None
    table.save(client, change("summary", COMPLETE.summary, "Otherwise."))
    assert table.discussion.recorded_at is not None
    table.save(client, change("result", "recommendation", "no_recommendation"))
    assert table.discussion.recorded_at is None


def test_a_signed_outcome_is_not_written_and_says_so(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.chair)
    client.post(f"{table.url}/cases/{table.case.id}", data=form_of(COMPLETE, 0))
    client.post(f"/outcomes/{table.discussion.id}/sign", data={"version": table.discussion.row_version})
    late = table.save(client, change("summary", COMPLETE.summary, "Too late"))
    assert (late.status_code, "This outcome is signed." in late.text) == (422, True)
    page = client.get(f"{table.url}?case={table.case.id}").text
    assert ('id="outcome"' in page, "It was signed and is not written any more." in page) == (False, True)
    assert client.get(f"{table.url}/state?case={table.case.id}").json["texts"] is None


def test_as_plain_forms_it_is_written_too(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    url = f"{table.url}/cases/{table.case.id}"
    added = client.post(url, data=form_of(COMPLETE, 0, add="recommendations"))
    assert (added.status_code, 'id="recommendations-1"' in added.text) == (200, True)
    assert client.post(url, data=form_of(COMPLETE, 0, do="draft")).status_code == 303
    second = client.post(url, data=form_of(COMPLETE, 0, summary="Mine", do="draft"))
    assert (second.status_code, "Mine" in second.text) == (409, True)
    assert client.post(f"{url}/record").status_code == 303
    assert table.discussion.recorded_at is not None


def test_nothing_is_recorded_before_something_is_said(world: World, client: Client) -> None:
    table = lay(world)
    client.sign_in(world.coordinator)
    refused = client.post(f"{table.url}/cases/{table.case.id}/record")
    assert (refused.status_code, "Say what came of the case." in refused.text) == (422, True)
    form = client.get(f"{table.url}/cases/{table.case.id}/form?add=dissents").text
    assert ('id="dissents-0"' in form, "<main" in form) == (True, False)


@pytest.mark.parametrize(
    ("who", "status"), [("radiologist", 403), ("observer", 403), ("nurse", 404), ("stranger", 404)]
)
def test_only_the_staff_of_the_board_writes(world: World, client: Client, who: str, status: int) -> None:
    table = lay(world)
    client.sign_in(getattr(world, who))
    url = f"{table.url}/cases/{table.case.id}"
    assert table.save(client, change("summary", "", "x")).status_code == status
    assert client.post(url, data=form_of(COMPLETE, 0)).status_code == status
    assert client.post(f"{url}/record").status_code == status
    assert client.get(f"{url}/form").status_code == status


def test_a_restricted_case_is_written_by_those_it_names(world: World, client: Client) -> None:
    table = lay(world, {"is_restricted": True, "question": "Secret?"})
    client.sign_in(world.coordinator)
    assert table.save(client, change("summary", "", "x")).status_code == 404
    assert client.get(f"{table.url}/cases/{table.case.id}/form").status_code == 404
    assert "Secret?" not in client.get(table.url).text
    elsewhere = make_case(world.north, world.board, state="accepted")
    save(elsewhere)
    assert client.post(f"{table.url}/cases/{elsewhere.id}/save", data={}).status_code == 404


def test_a_meeting_that_is_not_held_is_not_written(world: World, client: Client) -> None:
    table = lay(world, state=MeetingState.CANCELLED)
    client.sign_in(world.coordinator)
    assert table.save(client, change("summary", "", "x")).status_code == 422


def test_the_actions_refuse_what_no_form_asks_of_them(world: World, app: Any) -> None:
    table = lay(world)
    one, other = app.test_client().sign_in(world.coordinator), app.test_client().sign_in(world.chair)
    table.save(one, change("agreed_stage", "", "IIA"))
    table.save(other, change("agreed_stage", "", "IIB"))
    clash = db.session.scalars(select(Clash)).one()
    unread = Change(place=Place("agreed_stage"), was="I", now="IIB")
    with pytest.raises(DomainError, match="changed again"), unit_of_work():
        take_over(actor=by(world.chair), clash=clash, change=unread)
    nowhere = Change(place=Place("text", "versions", uuid4()), was="", now="x")
    with pytest.raises(DomainError, match="cannot be understood"), unit_of_work():
        change_draft(actor=by(world.chair), item=table.item, changes=[nowhere])


def test_the_job_forgets_batches(world: World, client: Client) -> None:
    table = lay(world)
    table.save(client.sign_in(world.coordinator), change("summary", "", "Scan."))
    with time.at(NOW.replace(day=9)):
        assert registered()["live.forget_saved_batches"].run() == 1
