"""What is read of a file, wherever it stands, and what cannot be read; nothing in a file makes it fail."""

import io
import json
import resource
import time as clock
from datetime import date
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter

from benchmarks.guard import CLEAN
from benchmarks.planted_files import MAKERS, dicom, office, paragraph, pdf
from eboard.cases.enums import AttachmentKind as Kind
from eboard.cases.enums import FilePlace, Trace, Unread
from eboard.cases.files.reading import __main__ as worker
from eboard.cases.files.reading import pieces, reader
from eboard.cases.files.reading.office import MOST_PARTS
from eboard.cases.files.reading.pdf import MOST_PAGES
from eboard.cases.files.reading.pieces import MOST_CHARACTERS, Piece
from eboard.cases.files.reading.process import read_apart, take_apart
from eboard.cases.files.reading.reader import read
from eboard.cases.guard import findings
from eboard.cases.identity import Identity
from eboard.cases.passages import MOST, passages
from eboard.core.apart import ApartError
from tests.cases.test_file_contents import FILES, picture

MARKER = Identity(name="Anna Müller", record_number="MRN 47-11-08", born_on=date(1961, 2, 3))
CLEAN_TEXT = CLEAN[0]


@pytest.mark.parametrize(("kind", "place"), MAKERS)
def test_the_patients_name_is_found_wherever_it_stands(kind: str, place: str) -> None:
    make, where = MAKERS[kind, place]
    found = passages(read(make(CLEAN_TEXT, "seen: MÜLLER, Anna today"), kind).pieces, MARKER)
    assert {(one.kind, one.found, f"{one.place.label} {one.detail}") for one in found} >= {
        (Trace.PATIENT_NAME, "MÜLLER, Anna", where)
    }
    assert {one.kind for one in found} == {Trace.PATIENT_NAME}


@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx", "dicom"])
@pytest.mark.parametrize("text", CLEAN[:6])
def test_clean_files_have_no_finding(kind: str, text: str) -> None:
    make = next(make for (one, _place), (make, _where) in MAKERS.items() if one == kind)
    assert passages(read(make(text, "Nothing more."), kind).pieces, MARKER) == []


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("von MÜLLER, Anna wissen", Trace.PATIENT_NAME, "MÜLLER, Anna"),
        ("von A. Müller wissen", Trace.PATIENT_NAME, "Müller"),
        ("anna b. muller came", Trace.PATIENT_NAME, "anna b. muller"),
        ("Frau Muellers Wunsch", Trace.PATIENT_NAME, "Muellers"),
        ("see 471108 there", None, ""),
        ("see mrn471108 there", Trace.RECORD_NUMBER, "mrn471108"),
        ("see MRN 47.11.08 there", Trace.RECORD_NUMBER, "MRN 47.11.08"),
        ("on 1961-02-03 born", Trace.BIRTH_DATE, "1961-02-03"),
        ("on 3.2.61 born", Trace.BIRTH_DATE, "3.2.61"),
        ("on 2/3/1961 born", Trace.BIRTH_DATE, "2/3/1961"),
        ("on 19610203 born", Trace.BIRTH_DATE, "19610203"),
        ("on 3 Feb 1961 born", Trace.BIRTH_DATE, "3 Feb 1961"),
        ("on February 3rd, 1961 born", Trace.BIRTH_DATE, "February 3rd, 1961"),
        ("am 03. Februar 1961 geboren", Trace.BIRTH_DATE, "03. Februar 1961"),
        ("nació 3 de febrero de 1961", Trace.BIRTH_DATE, "3 de febrero de 1961"),
    ],
)
def test_what_is_known_of_the_patient_is_found_in_every_writing(text: str, kind: Trace | None, found: str) -> None:
    known = {Trace.PATIENT_NAME, Trace.RECORD_NUMBER, Trace.BIRTH_DATE}
    told = [(one.kind, one.found) for one in passages([Piece("body", "", text)], MARKER) if one.kind in known]
    assert told == ([] if kind is None else [(kind, found)])


def test_a_name_spelt_with_an_e_is_found_without() -> None:
    found = findings({"question": "Müller came"}, Identity(name="Berta Mueller"))
    assert [one.excerpt for one in found] == ["Müller"]


def test_a_passage_is_told_once_a_place_with_what_stands_around_it() -> None:
    text = f"{'word ' * 30}\nasked  Müller about it and Müller again {'word ' * 30}"
    [one] = passages([Piece("page", "3", text)], MARKER)
    assert (one.before[-11:], one.found, one.after[:9]) == ("word asked ", "Müller", " about it")
    assert (one.place, one.detail) == (FilePlace.PAGE, "3")
    assert "Müller" not in repr(one) + repr(MARKER)


def test_what_stands_across_two_stretches_is_found_and_there_is_an_end() -> None:
    text = "x" * 19_995 + " Anna Müller " + "y" * 300
    assert {one.found for one in passages([Piece("body", "", text)], MARKER)} >= {"Anna Müller"}
    many = [Piece("page", str(number), "Anna") for number in range(MOST + 50)]
    assert len(passages(many, MARKER)) == MOST


def test_times_of_machines_count_only_as_the_patients() -> None:
    found = passages([Piece("tag", "StudyDate", "20250312\n19610203", is_technical=True)], MARKER)
    assert [(one.kind, one.found) for one in found] == [(Trace.BIRTH_DATE, "19610203")]


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(CLEAN_TEXT))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned() -> bytes:
    out = io.BytesIO()
    Image.new("L", (60, 80), 255).save(out, "PDF")
    return out.getvalue()


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO(office("word/document.xml", {"word/document.xml": f"<x xmlns:w='w'>{paragraph('words')}</x>"}))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


BILLION = (
    b'<!DOCTYPE x [<!ENTITY a "' + b"ha" * 500 + b'"><!ENTITY b "' + b"&a;" * 500 + b'">]><x>' + b"&b;" * 500 + b"</x>"
)


@pytest.mark.parametrize(
    ("kind", "content", "lacking"),
    [
        ("png", picture("PNG"), [Unread.PICTURE]),
        ("pdf", locked(), [Unread.LOCKED]),
        ("pdf", scanned(), [Unread.NO_TEXT]),
        ("pdf", b"%PDF-1.7 nothing", [Unread.BROKEN]),
        ("docx", b"PK\x03\x04 nothing", [Unread.BROKEN]),
        ("docx", packed("word/media/image1.png", b"x"), [Unread.PICTURE]),
        ("docx", packed("word/embeddings/sheet.xlsx", b"x"), [Unread.ENCLOSED]),
        ("docx", packed("word/header1.xml", BILLION), [Unread.BROKEN]),
        ("docx", packed("word/header1.xml", bytes(20 * 1024 * 1024)), [Unread.TOO_LONG]),
        ("docx", packed("word/header1.xml", b"<x>"), [Unread.BROKEN]),
        ("dicom", bytes(200), [Unread.BROKEN]),
    ],
)
def test_what_cannot_be_read_is_said(kind: str, content: bytes, lacking: list[Unread]) -> None:
    assert read(content, kind).lacking == lacking


def test_the_rest_of_a_damaged_file_is_still_read() -> None:
    texts = {piece.place: piece.text for piece in read(packed("word/header1.xml", BILLION), "docx").pieces}
    assert texts == {"body": "words"}


def test_a_package_of_very_many_parts_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eboard.cases.files.reading.office.MOST_PARTS", 3)
    assert (MOST_PARTS, read(packed("word/header1.xml", b"<x/>"), "docx").lacking) == (5_000, [Unread.TOO_LONG])


def test_very_many_pages_are_not_read_to_their_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eboard.cases.files.reading.pdf.MOST_PAGES", 1)
    found = read(pdf("First page"), "pdf")
    assert (MOST_PAGES, [piece.detail for piece in found.pieces if piece.place == "page"], found.lacking) == (
        300,
        ["1"],
        [Unread.TOO_LONG],
    )


def test_very_much_text_is_not_read_to_its_end() -> None:
    found = read(office("word/document.xml", {"word/document.xml": f"<x>{'ab ' * 200_000}</x>"}), "docx")
    assert (sum(len(piece.text) for piece in found.pieces) <= MOST_CHARACTERS, found.lacking) == (
        True,
        [Unread.TOO_LONG],
    )


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    def stubborn(_content: bytes, found: pieces.Collector) -> None:
        found.add("body", "first words")
        while True:
            with found.trying():
                sum(range(10_000))

    monkeypatch.setattr("eboard.cases.files.reading.pdf.read_pdf", stubborn)
    found = read(b"", "pdf", seconds=0.05)
    assert ([piece.text for piece in found.pieces], found.lacking) == (["first words"], [Unread.TOO_LONG])


def test_a_file_is_taken_and_read_in_a_process_of_its_own() -> None:
    bare, found = take_apart(pdf("MÜLLER, Anna"), "pdf")
    assert (bare[:5], [piece.text for piece in found.pieces]) == (b"%PDF-", ["MÜLLER, Anna", "Nothing more."])
    assert read_apart(bare, "pdf") == found
    with pytest.raises(ValueError):
        take_apart(b"%PDF-1.7 nothing", "pdf")


def test_a_process_that_takes_too_long_is_ended() -> None:
    assert read_apart(FILES[Kind.PDF], "pdf", seconds=0.01) == ([], [Unread.TOO_LONG])
    with pytest.raises(ApartError):
        take_apart(FILES[Kind.PDF], "pdf", seconds=0.01)


def test_the_program_answers_with_a_line_and_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits it sets itself would last for this process, so they are left out here."""
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, _limits: None)
    for mode, content, bare in (
        ("take", FILES[Kind.DOCX], True),
        ("read", FILES[Kind.DOCX], False),
        ("take", b"", False),
    ):
        out = io.TextIOWrapper(io.BytesIO())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        monkeypatch.setattr("sys.stdout", out)
        monkeypatch.setattr("sys.argv", ["reading", mode, "docx"])
        worker.main()
        head, _line, rest = out.buffer.getvalue().partition(b"\n")  # type: ignore[attr-defined]
        assert (sorted(json.loads(head)), bool(rest)) == (["lacking", "pieces"], bare)


def test_places_and_reasons_are_those_people_read() -> None:
    words = {value for name, value in vars(pieces).items() if name.isupper() and isinstance(value, str)}
    assert words | {"gone", "sealed"} == {*FilePlace, *Unread}


SAMPLES = {
    "pdf": [make("Clean text.", "Anna") for (kind, _place), (make, _where) in MAKERS.items() if kind == "pdf"],
    "docx": [make("Clean text.", "Anna") for (kind, _place), (make, _where) in MAKERS.items() if kind == "docx"][:4],
    "dicom": [make("Clean text.", "Anna") for (kind, _place), (make, _where) in MAKERS.items() if kind == "dicom"],
    "png": [FILES[Kind.PNG]],
    "jpeg": [FILES[Kind.JPEG]],
}
LONGEST = 2.0  # seconds of the clock for a file of some kilobytes


@st.composite
def mutated(draw: st.DrawFn, kind: str) -> bytes:
    content = bytearray(draw(st.sampled_from(SAMPLES[kind])))
    for _number in range(draw(st.integers(1, 8))):
        place = draw(st.integers(0, len(content) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                content[place] = draw(st.integers(0, 255))
            case 1:
                content[place:place] = draw(st.binary(max_size=12))
            case 2:
                del content[place : place + draw(st.integers(1, 40))]
            case _:
                content[place : place + 4] = draw(st.sampled_from([b"\xff\xff\xff\xff", bytes(4), b"9999", b"<<<<"]))
        if not content:
            return b""
    return bytes(content)


@pytest.mark.parametrize("kind", SAMPLES)
def test_nothing_that_stands_in_a_file_makes_reading_or_taking_it_fail(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(content=mutated(kind))
    def run(content: bytes) -> None:
        began = clock.perf_counter()
        found = read(content, kind, seconds=reader.SECONDS)
        passages(found.pieces, MARKER)
        assert set(found.lacking) <= {*Unread}
        assert isinstance(worker.stripped(content, kind), bytes)
        assert clock.perf_counter() - began < LONGEST

    run()


def test_the_dicom_of_these_tests_is_clean() -> None:
    assert read(dicom(), "dicom").lacking == []
