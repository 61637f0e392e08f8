"""The packet as PDF: the same texts, any script, never markup, never the identity."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from eboard.core import typesetting
from eboard.core.db import unit_of_work
from eboard.meetings.agenda import shown
from eboard.preparation.actions.notes import save_note
from eboard.preparation.packet import Entry, Packet, Sheet
from eboard.preparation.pdf import pdf_of
from tests.client import Client
from tests.preparation.scenes import RADIOLOGY, by, make_scene, restrict
from tests.preparation.test_packet import SAID, whole_scene
from tests.world import World

INJECTION = '#panic("no") \\ *bold* $x$ #read("/etc/passwd") @preview/a:0.1.0 // gone <label>'
SCRIPTS = ["مرحبا بكم", "שלום למועצה", "नमस्ते", "สวัสดี", "肿瘤委员会", "こんにちは", "종양", "Ελλάδα"]


def texts(raw: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)


def packet_saying(*questions: str) -> Packet:
    entries = tuple(
        Entry(
            begins="14:00",
            minutes="10 min",
            name=f"Case {number}",
            about=text,
            follows_break=False,
            sheet=Sheet(question=text, facts=(), materials=(text,), notes=()),
        )
        for number, text in enumerate(questions)
    )
    labels = dict.fromkeys(("agenda", "break", "question", "materials", "notes", "none"), "Label")
    return Packet(
        language="en",
        title="Title",
        board="Board",
        day="Monday",
        begins="14:00",
        room="",
        confidential="Confidential",
        reader="Made for somebody",
        labels=labels,
        entries=entries,
    )


def test_it_says_what_the_page_says_and_never_who_the_patient_is(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    answered = client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/packet.pdf")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "application/pdf"
    name = f"packet-{meeting.day}-{meeting.id.hex[-6:]}.pdf"
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answered.headers["Cache-Control"] == "no-store"
    raw = answered.data
    found = texts(raw)
    assert [text for text in (*SAID, "Segment V is free", "Margins are clear") if text not in found] == []
    for text in ("Marker Patient", "MRN-4711", "1961"):
        assert text not in found
        assert text.encode() not in raw
    reader = PdfReader(BytesIO(raw))
    assert len(reader.pages) == 3
    for number, page in enumerate(reader.pages, start=1):
        words = page.extract_text()
        assert ("Confidential" in words, f"{number} / 3" in words) == (True, True)
        assert "Made for Rita Radiologist" in words


def test_a_restricted_case_has_no_page(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    case = shown(meeting)[0].case
    restrict(case)
    raw = client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/packet.pdf").data
    found = texts(raw)
    assert (len(PdfReader(BytesIO(raw)).pages), "A restricted case" in found) == (2, True)
    assert [text for text in (*SAID, case.number, "Segment V") if text in found] == []


def test_what_people_type_is_never_markup(world: World, client: Client) -> None:
    meeting = make_scene(world)
    with unit_of_work():
        item = shown(meeting)[0]
        save_note(actor=by(world.radiologist), item=item, specialty=RADIOLOGY, version=0, text=INJECTION)
    found = texts(client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/packet.pdf").data)
    assert " ".join(INJECTION.split()) in " ".join(found.split())


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_script_keeps_a_packet_from_being_made(script: str) -> None:
    assert len(PdfReader(BytesIO(pdf_of(packet_saying(script, INJECTION)))).pages) == 3


def test_it_is_tagged_as_accessible() -> None:
    raw = pdf_of(packet_saying("Surgery first?"))
    reader = PdfReader(BytesIO(raw))
    assert b"pdfuaid:part" in raw
    assert (reader.trailer["/Root"]["/Lang"], "/StructTreeRoot" in reader.trailer["/Root"]) == ("en", True)
    assert reader.metadata is not None
    assert reader.metadata.title == "Title"


def test_a_meeting_without_cases_has_one_page() -> None:
    assert len(PdfReader(BytesIO(pdf_of(packet_saying()))).pages) == 1


def test_odd_characters_do_no_harm() -> None:
    assert pdf_of(packet_saying('quote " backslash \\ newline \n null \u2028 emoji 🩺')).startswith(b"%PDF")


def test_the_agenda_alone_is_one_page_without_the_cases(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    answered = client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/agenda.pdf")
    name = f"agenda-{meeting.day}-{meeting.id.hex[-6:]}.pdf"
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    case, found = shown(meeting)[0].case, texts(answered.data)
    assert len(PdfReader(BytesIO(answered.data)).pages) == 1
    assert (case.question in " ".join(found.split()), "Segment V is free" in found) == (True, False)
    assert client.sign_in(world.nurse).get(f"/meetings/{meeting.id}/agenda.pdf").status_code == 404
    assert client.sign_in(world.network_admin).get(f"/meetings/{meeting.id}/agenda.pdf").status_code == 404


def test_without_the_typesetter_the_agenda_on_paper_stands(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = whole_scene(world)
    monkeypatch.setattr(typesetting, "IS_AVAILABLE", False)
    answered = client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/agenda.pdf", follow_redirects=True)
    assert (answered.status_code, "PDF is not installed" in answered.text) == (200, True)
