"""Letters on paper and for the chart: who gets which, with whose name, in which script, and how big."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.identity import Identity
from eboard.core.db import db, unit_of_work
from eboard.core.typesetting import MissingGlyphError
from eboard.recommendations.chart import chart_text
from eboard.recommendations.letter import Letter, letter_of
from eboard.recommendations.models import Reading, SignedVersion
from eboard.recommendations.pdf import pdf_of
from eboard.recommendations.views import papers
from eboard.recommendations.wording import AdviceText, Fact, OutcomeText
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, Scene, by, make_scene, record, sign
from tests.world import World

NAME = "שרה לוי"
MARKER = Identity(name=NAME, record_number="MRN-4711-X", born_on=date(1961, 4, 9))
PATHS = ("letter.pdf", "chart", "chart.txt", "chart.pdf")
SECRETS = (NAME, "שרה", "4711", "1961")
SCRIPTS = ["مرحبا", "שלום", "สวัสดี", "肿瘤委员会", "こんにちは", "종양", "Ελλάδα", "Żółć", "Nguyễn"]


def texts(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)


def named_letter(world: World) -> tuple[Scene, SignedVersion]:
    scene = make_scene(world)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
    record(scene)
    return scene, sign(scene)


def letter(text: str = "Resect.", count: int = 1) -> Letter:
    advice = tuple(AdviceText("Surgery", text, (Fact("Intent", text),)) for _number in range(count))
    outcome = OutcomeText(
        result="Recommendation", reason="", summary=text, advice=advice, discussion=(), dissents=(), recused=()
    )
    names = ("patient", "question", "plan", "result", "recommendations", "discussion", "dissent", "recused", "foot")
    return Letter(
        language="en",
        title="Recommendation",
        board="GI eBoard",
        day="Monday",
        organization="North",
        number="EB-1",
        version="Version 1",
        warnings=(),
        statements=(),
        identity=text,
        patient="Age 60",
        question=text,
        prior_plan="",
        outcome=outcome,
        signed="Signed",
        stamp="0" * 64,
        labels={**{name: name.title() for name in names}, "confidential": "Confidential"},
    )


def pages_with(client: Client, version: SignedVersion, method: str) -> dict[str, str]:
    """What each kind of copy says, by its path."""
    found = {}
    for path in PATHS:
        answered = client.open(f"/letters/{version.id}/{path}", method=method)
        assert answered.status_code == 200, path
        raw = answered.data
        found[path] = texts(raw) if path.endswith("pdf") else answered.text
        assert answered.headers["Cache-Control"] == "no-store"
    return found


def test_the_care_team_has_the_name_on_its_copies_only_where_it_asks_for_it(world: World, client: Client) -> None:
    _scene, version = named_letter(world)
    client.sign_in(world.nurse)
    for text in pages_with(client, version, "GET").values():
        assert [one for one in SECRETS if one in text] == []
        assert "Resect the sigmoid colon." in text
    for path, text in pages_with(client, version, "POST").items():
        assert ("MRN-4711-X" in text, "9 Apr 1961" in text, set("שרה") <= set(text)) == (True, True, True), path
    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "patient_identity")).all()
    read = [entry for entry in looks if entry.event == "access.read"]
    assert [entry.actor_id for entry in read] == [world.nurse.id] * len(PATHS)


def test_metadata_and_file_names_say_nothing_of_the_patient(world: World, client: Client) -> None:
    _scene, version = named_letter(world)
    client.sign_in(world.nurse)
    for path, kind in (("letter.pdf", "letter"), ("chart.pdf", "chart")):
        answered = client.post(f"/letters/{version.id}/{path}")
        name = f"{kind}-{version.id.hex[-8:]}.pdf"
        assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        reader = PdfReader(BytesIO(answered.data))
        metadata = f"{reader.metadata} {reader.xmp_metadata.stream.get_data().decode() if reader.xmp_metadata else ''}"
        assert [one for one in SECRETS if one in metadata] == []
        assert b"pdfuaid:part" in answered.data
    answered = client.post(f"/letters/{version.id}/chart.txt")
    assert answered.headers["Content-Disposition"] == f'attachment; filename="chart-{version.id.hex[-8:]}.txt"'


@pytest.mark.parametrize(
    ("who", "letter", "named", "chart"),
    [
        ("nurse", 200, 200, 200),
        ("chair", 200, 403, 403),
        ("coordinator", 200, 403, 403),
        ("radiologist", 200, 403, 403),
        ("north_admin", 403, 403, 403),
        ("stranger", 404, 404, 404),
        ("observer", 404, 404, 404),
        ("network_admin", 404, 404, 404),
    ],
)
def test_who_may_take_which_copy_away(
    world: World, client: Client, who: str, letter: int, named: int, chart: int
) -> None:
    _scene, version = named_letter(world)
    client.sign_in(getattr(world, who))
    url = f"/letters/{version.id}"
    assert client.get(f"{url}/letter.pdf").status_code == letter
    assert client.post(f"{url}/letter.pdf").status_code == named
    assert [client.get(f"{url}/{path}").status_code for path in PATHS[1:]] == [chart] * 3
    assert [client.post(f"{url}/{path}").status_code for path in PATHS[1:]] == [chart] * 3


def test_whoever_takes_a_copy_has_read_the_letter(world: World, client: Client) -> None:
    _scene, version = named_letter(world)
    client.sign_in(world.radiologist).get(f"/letters/{version.id}/letter.pdf")
    assert [row.person_id for row in db.session.scalars(select(Reading))] == [world.radiologist.id]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == version.id, AuditEntry.actor_id == world.radiologist.id)
    )
    assert [entry.event for entry in entries] == ["access.read", "letter.read"]


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_name_is_set_right_or_not_at_all(script: str) -> None:
    try:
        raw = pdf_of(letter(script))
    except MissingGlyphError:
        assert script not in {"שלום", "Ελλάδα", "Żółć"}  # the fonts of every system know these
    else:
        assert set(script) <= set(texts(raw))
        assert "\0" not in texts(raw)


@settings(max_examples=10)
@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, blacklist_characters="\xad\x7f"), min_size=1))
def test_what_people_type_is_never_markup(text: str) -> None:
    try:
        raw = pdf_of(letter(f'#panic("no") $x$ *a* {text}'))
    except MissingGlyphError:
        return
    assert '#panic("no")$x$*a*' in texts(raw).replace(" ", "").replace("\n", "")


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (12, 1)])
def test_the_copy_for_the_chart_is_one_page(count: int, pages: int) -> None:
    long = letter("Resect the sigmoid colon by laparoscopy within four weeks, and see the patient again. " * 2, count)
    assert len(PdfReader(BytesIO(pdf_of(long, is_one_page=True))).pages) == pages
    assert len(PdfReader(BytesIO(pdf_of(long))).pages) == (1 if count == 1 else 2)


def test_what_fits_on_no_page_goes_on_on_the_next() -> None:
    raw = pdf_of(letter("Resect the sigmoid colon. " * 40, 20), is_one_page=True)
    assert texts(raw).count("Surgery.") == 20


def test_the_text_says_everything_in_plain_lines(world: World) -> None:
    scene = make_scene(world)
    advice = replace(
        COMPLETE.recommendations[0], kind="trial", trial_name="HOPE-1", trial_identifier="NCT01234567", trial_site="Hub"
    )
    record(scene, recommendations=(advice,))
    version = sign(scene)
    made = letter_of(version)
    lines = chart_text(made).splitlines()
    assert lines[0] == f"Recommendation for case {scene.case.number}"
    assert "1. Trial enrolment: Resect the sigmoid colon." in lines
    assert "   Trial: HOPE-1 · NCT01234567 · Hub" in lines
    assert lines[lines.index("QUESTION") + 1] == "Surgery first, or chemotherapy first?"
    assert lines[-1] == f"SHA-256 {version.sha256}"
    assert "DISSENT" not in lines


@pytest.mark.parametrize("path", ["letter.pdf", "chart.pdf"])
@pytest.mark.parametrize("lack", ["IS_AVAILABLE", "pdf_of"])
def test_where_no_pdf_can_be_made_the_page_stands(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, path: str, lack: str
) -> None:
    def refuse(*_arguments: Any, **_options: Any) -> bytes:
        raise MissingGlyphError

    _scene, version = named_letter(world)
    monkeypatch.setattr(papers, lack, False if lack == "IS_AVAILABLE" else refuse)
    answered = client.sign_in(world.nurse).get(f"/letters/{version.id}/{path}", follow_redirects=True)
    assert answered.status_code == 200
    assert ("PDF is not installed" in answered.text) == (lack == "IS_AVAILABLE")
    assert ("lack characters" in answered.text) == (lack == "pdf_of")
