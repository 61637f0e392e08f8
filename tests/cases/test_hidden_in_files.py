"""Pictures and words in the corners of a file: what cannot be read is said, what can be read is."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from benchmarks.planted_files import office, pdf
from eboard.cases.enums import Unread
from eboard.cases.files.pictures import MOST_PIXELS, strip_png
from eboard.cases.files.reading.reader import read

INLINE = b"q 9 0 0 9 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"


def stream(content: bytes, **values: object) -> DecodedStreamObject:
    made = DecodedStreamObject()
    made.set_data(content)
    made.update({NameObject(f"/{name}"): value for name, value in values.items()})
    return made


def drawn_on(content: bytes) -> bytes:
    """A page with text, and ``content`` drawn behind it."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Some words"))))
    page, before = writer.pages[0], writer.pages[0].get_contents()
    assert before is not None
    page[NameObject("/Contents")] = writer._add_object(stream(before.get_data() + b"\n" + content))
    return written(writer)


def stamped(appearance: DecodedStreamObject, *, by_state: bool = False) -> bytes:
    """A page with text and a stamp on it that looks like ``appearance``."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Some words"))))
    look = writer._add_object(appearance)
    normal = DictionaryObject({NameObject("/On"): look}) if by_state else look
    stamp = DictionaryObject({
        NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Stamp"),
        NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
        NameObject("/AP"): DictionaryObject({NameObject("/N"): normal}),
    })  # fmt: skip
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(stamp)])
    return written(writer)


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def holding_a_picture() -> DecodedStreamObject:
    picture = stream(b"\x00", Subtype=NameObject("/Image"))
    resources = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): picture})})
    return stream(b"/Im0 Do", Subtype=NameObject("/Form"), Resources=resources)


@pytest.mark.parametrize(
    ("content", "lacking"),
    [
        (drawn_on(b""), []),
        (drawn_on(INLINE), [Unread.PICTURE]),
        (stamped(stream(b"0 0 m")), []),
        (stamped(stream(INLINE)), [Unread.PICTURE]),
        (stamped(holding_a_picture()), [Unread.PICTURE]),
        (stamped(holding_a_picture(), by_state=True), [Unread.PICTURE]),
    ],
)
def test_a_picture_beside_text_is_said_wherever_it_is(content: bytes, lacking: list[Unread]) -> None:
    assert read(content, "pdf").lacking == lacking


@pytest.mark.parametrize(
    ("part", "markup"),
    [
        ("word/document.xml", '<v:textpath xmlns:v="v" string="Anna"/>'),
        ("word/document.xml", '<w:hyperlink xmlns:w="w" w:tooltip="Anna"/>'),
        ("word/document.xml", '<w:bookmarkStart xmlns:w="w" w:name="Anna"/>'),
        ("ppt/slides/slide1.xml", '<a:hlinkClick xmlns:a="a" tooltip="Anna"/>'),
        ("customXml/item1.xml", '<record who="Anna"/>'),
    ],
)
def test_words_in_attributes_are_read(part: str, markup: str) -> None:
    found = read(office("word/document.xml", {part: f"<x>{markup}</x>"}), "docx")
    assert [piece.text for piece in found.pieces if "Anna" in piece.text] == ["Anna"]


def square(side: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG", compress_level=1)
    return out.getvalue()


def test_pictures_are_taken_up_to_the_bound_that_is_written_down() -> None:
    assert strip_png(square(9_500)).startswith(b"\x89PNG")
    with pytest.raises(ValueError):
        strip_png(square(11_000))
    assert 9_500**2 < MOST_PIXELS < 11_000**2
