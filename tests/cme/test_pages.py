"""The pages: disclosure, evaluation, certificate, the coordinator's view, and who sees what."""

from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cme.actions.certifying import Judgement, certify, evaluate
from eboard.cme.jobs import count_credit
from eboard.cme.models import CmeActivity, CmeCertificate, CmeDisclosure, CmeEvaluation
from eboard.core import time, typesetting
from eboard.core.db import db, unit_of_work
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.attendance.scenes import MINUTE, by, refused
from tests.client import Client
from tests.cme.learning import LATER, hold, ledger, make_course, say
from tests.conftest import NOW
from tests.world import World, make_board

GOOD = {"usefulness": "5", "is_balanced": "yes", "change": "Ask for MSI earlier", "comment": ""}
JUDGED = Judgement(usefulness=4, is_balanced=True, change="-", comment="")
TERMS = {
    "title": "GI 2026",
    "statement": "Accredited.",
    "credit_type": "Credits",
    "maximum": "50",
    "unit_minutes": "15",
    "unit_credits": "0,25",
    "most_per_meeting": "",
    "year": "2026",
    "demands_disclosure": "y",
}


def learned(world: World, *people: Person, **values: Any) -> tuple[CmeActivity, Meeting]:
    """An activity in whose ledger the chair, or these people, have a credit."""
    activity = make_course(world, **values)
    meeting = hold(world, activity, *(people or (world.chair,)))
    with time.at(LATER):
        count_credit()
    return activity, meeting


def certified(activity: CmeActivity, person: Person) -> CmeCertificate:
    with unit_of_work():
        return certify(actor=by(person), activity=activity, person=person)


def code_on(page: str) -> str:
    """The code that a certificate bears."""
    return page.split("/verify/")[1].split("<", maxsplit=1)[0].strip()


def texts(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)


def test_a_person_discloses_and_the_former_words_stay(world: World, client: Client) -> None:
    client.sign_in(world.chair)
    assert "You have no valid disclosure." in client.get("/credits").text
    for wrong in (
        {},
        {"has_relations": "maybe"},
        {"has_relations": "yes", "relations": " "},
        {"has_relations": "no", "relations": "X"},
    ):
        assert client.post("/credits/disclosure", data=wrong).status_code == 422
    long = client.post("/credits/disclosure", data={"has_relations": "yes", "relations": "x" * 4001})
    assert (long.status_code, "x" * 4001 in long.text) == (422, True)
    assert client.post("/credits/disclosure", data={"has_relations": "no"}).status_code == 302
    with time.at(NOW + MINUTE):
        typed = {"has_relations": "yes", "relations": "Example Pharma, fee"}
        assert client.post("/credits/disclosure", data=typed).status_code == 302
        assert "Example Pharma, fee" in client.get("/credits/disclosure").text
        assert "You have no valid disclosure." not in client.get("/credits").text
    rows = db.session.scalars(select(CmeDisclosure).order_by(CmeDisclosure.made_at)).all()
    assert [row.relations for row in rows] == ["", "Example Pharma, fee"]


def test_the_evaluation_comes_before_the_certificate(world: World, client: Client) -> None:
    activity, _meeting = learned(world, demands_evaluation=True)
    address = f"/credits/activities/{activity.id}"
    client.sign_in(world.chair)
    early = client.post(f"{address}/certificate")
    assert (early.status_code, "Evaluate the activity first" in early.text) == (422, True)
    for wrong in ({}, {**GOOD, "usefulness": "6"}, {**GOOD, "change": ""}, {**GOOD, "comment": "x" * 2001}):
        assert client.post(f"{address}/evaluation", data=wrong).status_code == 422
    assert client.get(f"{address}/evaluation").status_code == 200
    assert client.post(f"{address}/evaluation", data=GOOD).status_code == 302
    assert client.get(f"{address}/evaluation").status_code == 302
    assert "Certificate of today" in client.get("/credits").text
    assert client.post(f"{address}/certificate").status_code == 302
    who = {"actor": by(world.chair), "activity": activity, "person": world.chair}
    assert refused(evaluate, **who, judgement=JUDGED).message == "You have evaluated this activity already."
    off = Judgement(usefulness=6, is_balanced=True, change="-", comment="")
    other = {**who, "person": world.deputy}
    assert refused(evaluate, **other, judgement=off).field == "usefulness"
    assert refused(certify, **other).message == "There is no credit to certify yet."


NAMES = [
    "Jürgen Groß-Ødegård",
    "Ελένη Παπαδοπούλου",
    "Юлия Щербакова",
    "Łucja Żółć",
    "Nguyễn Thị Hồng",
    "Նարե Սարգսյան",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_certificate_bears_the_name_letter_by_letter(world: World, client: Client, name: str) -> None:
    activity, meeting = learned(world)
    with unit_of_work():
        world.chair.given_name, world.chair.family_name = name.split(" ", 1)
    row = certified(activity, world.chair)
    client.sign_in(world.chair)
    page = client.get(f"/credits/certificates/{row.id}").text
    answered = client.get(f"/credits/certificates/{row.id}.pdf")
    assert (answered.status_code, answered.headers["Content-Type"]) == (200, "application/pdf")
    assert answered.headers["Cache-Control"] == "no-store"
    found = texts(answered.data)
    code = code_on(page)
    day = f"{meeting.day:%a} {meeting.day.day} {meeting.day:%b %Y}"
    for text in (name, activity.title, "1 AMA PRA Category 1 Credits", activity.statement, code, day):
        assert (text in page, text in found) == (True, True), text
    assert b"pdfuaid:part" in answered.data


@pytest.mark.parametrize("name", ["ليلى حسن", "יעל כהן"])
def test_a_name_that_runs_from_right_to_left_bears_its_words(world: World, client: Client, name: str) -> None:
    activity, _meeting = learned(world)
    with unit_of_work():
        world.chair.given_name, world.chair.family_name = name.split(" ", 1)
    row = certified(activity, world.chair)
    answered = client.sign_in(world.chair).get(f"/credits/certificates/{row.id}.pdf")
    found = texts(answered.data)
    assert [word in found for word in name.split()] == [True, True]  # the reader of the tests mixes up their order


@pytest.mark.parametrize("name", ["王 小明", "สมชาย ใจดี", "김 철수"])
def test_a_name_that_no_font_can_write_is_never_printed_wrong(world: World, client: Client, name: str) -> None:
    activity, _meeting = learned(world)
    with unit_of_work():
        world.chair.given_name, world.chair.family_name = name.split(" ", 1)
    row = certified(activity, world.chair)
    answered = client.sign_in(world.chair).get(f"/credits/certificates/{row.id}.pdf")
    if answered.status_code == 200:  # a machine with fonts for it
        assert name in texts(answered.data)
    else:
        assert (answered.status_code, answered.location) == (303, f"/credits/certificates/{row.id}")
    assert name in client.get(f"/credits/certificates/{row.id}").text


def test_without_the_typesetter_the_page_prints(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    activity, _meeting = learned(world)
    row = certified(activity, world.chair)
    monkeypatch.setattr(typesetting, "IS_AVAILABLE", False)
    assert client.sign_in(world.chair).get(f"/credits/certificates/{row.id}.pdf").status_code == 303


def test_anybody_verifies_a_code_and_sees_name_activity_dates_and_credit_alone(world: World, client: Client) -> None:
    activity, meeting = learned(world)
    row = certified(activity, world.chair)
    code = code_on(client.sign_in(world.chair).get(f"/credits/certificates/{row.id}").text)
    stranger = client.application.test_client()
    shown = stranger.get(f"/verify/{code}").text
    assert "This certificate is valid." in shown
    for text in ("Charles Chair", activity.title, "1 AMA PRA Category 1 Credits"):
        assert text in shown
    for text in (world.chair.email, str(meeting.id), str(row.id), activity.statement):
        assert text not in shown
    typed = client.post("/verify", data={"code": code.lower().replace("-", " ")})
    assert "This certificate is valid." in typed.text
    for wrong in ("AAAAA-AAAAA-AAAAA-AAAAA", code[:-1], "", "x" * 61, "ä" * 20):
        answer = client.post("/verify", data={"code": wrong})
        shown = answer.text.split("<main")[1].split("</main>")[0]
        assert (answer.status_code, "Charles Chair" in shown) == (422, False)
    assert row.code_hash != code.encode()


def test_codes_cannot_be_tried_without_end(world: World, client: Client) -> None:
    answers = [client.get("/verify/AAAAA-AAAAA-AAAAA-AAAAA").status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]


def test_a_certificate_keeps_the_words_of_its_day(world: World, client: Client) -> None:
    activity, _meeting = learned(world)
    row = certified(activity, world.chair)
    client.sign_in(world.chair)
    shown = [client.get(f"/credits/certificates/{row.id}"), client.get("/credits")]
    address = f"/verify/{code_on(shown[0].text)}"
    verified = client.get(address).text
    with unit_of_work():
        activity.title, activity.statement, activity.credit_type = "Renamed", "Other words", "Other credits"
        world.hub.name = "Renamed hub"
    for before, after in zip(
        (shown[0].text, verified),
        (client.get(f"/credits/certificates/{row.id}").text, client.get(address).text),
        strict=True,
    ):
        assert [word for word in ("Renamed", "Other") if word in after] == []
        assert after.count(row.title) == before.count(row.title) > 0


def test_a_certificate_does_not_hold_once_the_ledger_was_corrected(world: World, client: Client) -> None:
    activity, meeting = learned(world)
    row = certified(activity, world.chair)
    code = code_on(client.sign_in(world.chair).get(f"/credits/certificates/{row.id}").text)
    hold(world, activity, world.chair, day=meeting.day.replace(day=9))
    with time.at(LATER + MINUTE):
        count_credit()
    assert "This certificate is valid." in client.get(f"/verify/{code}").text  # more came later
    with time.at(LATER + 2 * MINUTE), unit_of_work():
        meeting.attendances[0].to_at = NOW + 20 * MINUTE
    with time.at(LATER + 3 * MINUTE):
        count_credit()
    page = client.application.test_client().get(f"/verify/{code}").text
    assert ("does not hold any more" in page, "Charles Chair" in page) == (True, False)
    assert "does not hold any more" in client.get("/credits").text
    assert "does not hold any more" in client.get(f"/credits/certificates/{row.id}").text
    assert client.get(f"/credits/certificates/{row.id}.pdf").status_code == 303
    assert (ledger()[-1][0], ledger()[-1][2]) == ("Chair", 20)


def test_i_see_and_download_my_own_ledger_alone(world: World, client: Client) -> None:
    learned(world, world.chair, world.deputy)
    client.sign_in(world.deputy)
    assert "GI eBoard 2026" in client.get("/credits").text
    raw = client.get("/credits/ledger.csv").data.decode("utf-8-sig")
    assert ("Dora Deputy" in raw, "Charles Chair" in raw) == (True, False)
    client.sign_in(world.stranger)
    assert "Nothing yet" in client.get("/credits").text
    assert client.get("/credits/ledger.csv").data.decode("utf-8-sig").count("\n") == 1


def test_the_coordinator_sees_who_earned_disclosed_and_said_what(world: World, client: Client) -> None:
    say(world.chair, "Example Pharma, fee")
    activity, _meeting = learned(world, world.chair, world.deputy, demands_evaluation=True)
    with unit_of_work():
        evaluate(actor=by(world.chair), activity=activity, person=world.chair, judgement=JUDGED)
    client.sign_in(world.coordinator)
    page = client.get(f"/credit/{activity.id}").text
    for text in ("Charles Chair", "Example Pharma, fee", "has relations", "missing", "4.0"):
        assert text in page
    raw = client.get(f"/credit/{activity.id}/ledger.csv")
    assert raw.headers["Content-Disposition"] == 'attachment; filename="ledger-2026.csv"'
    assert raw.data.decode("utf-8-sig").count("\n") == 3
    exported = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.exported")).one()
    assert exported.subject_id == activity.id


def test_the_coordinator_makes_and_changes_an_activity(world: World, client: Client) -> None:
    series_id = make_course(world).series_id
    client.sign_in(world.coordinator)
    address = f"/boards/{world.board.id}/credit"
    assert "New activity" in client.get(address).text
    assert client.get(f"{address}/new").status_code == 200
    taken = client.post(f"{address}/new", data={**TERMS, "scope": f"series:{series_id}"})
    assert (taken.status_code, 'id="scope-error"' in taken.text) == (422, True)
    made = client.post(f"{address}/new", data={**TERMS, "scope": f"series:{series_id}", "year": "2027"})
    assert made.status_code == 302
    activity = db.session.get_one(CmeActivity, UUID(made.location.rpartition("/")[2]))
    assert (activity.unit_credits, activity.maximum, activity.most_per_meeting) == (25, 5000, None)
    edit = f"{made.location}/edit"
    assert 'value="0.25"' in client.get(edit).text
    changed = {**TERMS, "version": "1", "most_per_meeting": "1.5"}
    assert client.post(edit, data=changed).status_code == 302
    assert client.post(edit, data={**changed, "title": "Other"}).status_code == 409
    db.session.expire_all()
    assert (activity.most_per_meeting, activity.demands_evaluation) == (150, False)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("maximum", "0"), ("maximum", "-1"), ("maximum", "NaN"), ("maximum", "Infinity"), ("maximum", "1e400"),
        ("maximum", "1001"), ("maximum", ""), ("unit_credits", "0.255"), ("unit_credits", "much"),
        ("unit_minutes", "0"), ("unit_minutes", "9" * 30), ("title", ""), ("title", "x" * 201),
        ("statement", "x" * 4001), ("scope", "series:none"), ("scope", ""), ("year", "99999999999"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(world: World, client: Client, field: str, typed: str) -> None:
    series_id = make_course(world).series_id
    data = {**TERMS, "scope": f"series:{series_id}", "year": "2027", field: typed}
    answer = client.sign_in(world.coordinator).post(f"/boards/{world.board.id}/credit/new", data=data)
    assert (answer.status_code, f'id="{field}-error"' in answer.text) == (422, True)


def addresses(activity: CmeActivity, row: CmeCertificate, board_id: UUID) -> dict[str, list[str]]:
    return {
        "own": [
            f"/credits/activities/{activity.id}/evaluation",
            f"/credits/certificates/{row.id}",
            f"/credits/certificates/{row.id}.pdf",
        ],
        "staff": [
            f"/boards/{board_id}/credit",
            f"/boards/{board_id}/credit/new",
            f"/credit/{activity.id}",
            f"/credit/{activity.id}/edit",
            f"/credit/{activity.id}/ledger.csv",
        ],
    }


def test_another_organization_gets_nothing(world: World, client: Client) -> None:
    activity, _meeting = learned(world)
    row = certified(activity, world.chair)
    found = addresses(activity, row, world.board.id)
    client.sign_in(world.stranger)
    assert {client.get(address).status_code for address in (*found["own"], *found["staff"])} <= {403, 404}
    assert [client.get(address).status_code for address in found["staff"][2:]] == [404] * 3
    assert client.post(f"/credits/activities/{activity.id}/certificate").status_code == 404
    client.sign_in(world.deputy)  # staff of the board, and not the holder
    assert [client.get(address).status_code for address in found["own"]] == [403, 404, 404]
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
    assert client.get(f"/boards/{other.id}/credit").status_code in {403, 404}


def test_a_delegate_earns_discloses_and_downloads_nothing_for_somebody_else(world: World, client: Client) -> None:
    activity, _meeting = learned(world)
    row = certified(activity, world.chair)
    client.sign_in(world.coordinator, on_behalf_of=world.chair)
    for address in ("/credits", "/credits/disclosure", "/credits/ledger.csv", f"/credits/certificates/{row.id}"):
        assert client.get(address).status_code in {403, 404}, address
    assert db.session.scalars(select(CmeEvaluation)).all() == []


def test_the_list_of_learners_asks_no_more_for_three_than_for_one(
    world: World, client: Client, count_queries: Any
) -> None:
    activity, _meeting = learned(world)
    client.sign_in(world.coordinator)
    address = f"/credit/{activity.id}"
    once = count_queries(lambda: client.get(address))
    hold(world, activity, world.deputy, world.radiologist)
    with time.at(LATER + MINUTE):
        count_credit()
    assert count_queries(lambda: client.get(address)) == once
