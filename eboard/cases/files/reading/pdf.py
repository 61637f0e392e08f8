"""The texts of a PDF: pages, annotations, form fields, bookmarks, properties, names of enclosed files."""

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, StreamObject

from eboard.cases.files.reading.pieces import (
    ANNOTATION,
    BOOKMARK,
    EMBEDDED,
    ENCLOSED,
    FIELD,
    LOCKED,
    NO_TEXT,
    PAGE,
    PICTURE,
    PROPERTY,
    TOO_LONG,
    Collector,
)

MOST_PAGES = 300
MOST_BOOKMARKS = 2_000
DEEPEST = 3  # drawings within drawings that are searched for pictures
SAID = ("/Contents", "/T", "/TU", "/Subj", "/RC", "/V", "/DV")  # texts of an annotation (ISO 32000-1, section 12.5)
# A picture within what draws a page (section 8.9.7); words of a text may look so, and are then said as well.
_INLINE = re.compile(rb"\bBI[\x00\s]*[/%]")
_TAG = re.compile(rb"<[^>]*>")


def read_pdf(content: bytes, found: Collector) -> None:
    """Read everything that holds text; raises whatever pypdf does for what is no PDF at all."""
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        found.lacks(LOCKED)
        return
    with found.trying():
        _properties(reader, found)
    with found.trying():
        _fields(reader, found)
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES:
            found.lacks(TOO_LONG)
            break
        with found.trying():
            _page(page, number, found)
        with found.trying():
            _annotations(page, number, found)
    with found.trying():
        _bookmarks(reader, found)
    with found.trying():
        _enclosed(reader, found)


def _properties(reader: PdfReader, found: Collector) -> None:
    for name, value in (reader.metadata or {}).items():
        found.add(PROPERTY, value, str(name).lstrip("/"), is_technical=str(name).endswith("Date"))
    described = reader.root_object.get("/Metadata")
    stream = described.get_object() if described is not None else None
    if isinstance(stream, StreamObject):
        found.add(PROPERTY, _TAG.sub(b"\n", stream.get_data()).decode("utf-8", "replace"), "XMP")


def _fields(reader: PdfReader, found: Collector) -> None:
    for name, field in (reader.get_fields() or {}).items():
        texts = (name, *(field.get(key) for key in ("/TU", "/V", "/DV")))
        found.add(FIELD, "\n".join(str(text) for text in texts if text), str(name))


def _page(page: PageObject, number: int, found: Collector) -> None:
    text = page.extract_text()
    found.add(PAGE, text, str(number))
    contents = page.get_contents()
    drawn = contents.get_data() if contents is not None else b""
    has_picture = bool(_INLINE.search(drawn)) or _has_picture(page.get("/Resources"), DEEPEST)
    if text.strip():
        if has_picture:
            found.lacks(PICTURE)
    elif has_picture or drawn.strip():
        found.lacks(NO_TEXT)


def _has_picture(resources: Any, depth: int) -> bool:
    objects = _resolved(_resolved(resources).get("/XObject")) if depth else {}
    return any(_shows_picture(one, depth) for one in map(_resolved, objects.values()))


def _shows_picture(drawing: Any, depth: int) -> bool:
    """Whether it is a picture, or draws one."""
    if drawing.get("/Subtype") == "/Image" or _has_picture(drawing.get("/Resources"), depth - 1):
        return True
    return isinstance(drawing, StreamObject) and bool(_INLINE.search(drawing.get_data()))


def _appearances(annotation: DictionaryObject) -> Iterator[Any]:
    """What an annotation looks like, also by state (section 12.5.5)."""
    for one in map(_resolved, _resolved(annotation.get("/AP")).values()):
        yield from (one,) if isinstance(one, StreamObject) else map(_resolved, one.values())


def _resolved(value: Any) -> Any:
    """What stands behind a reference; an empty dictionary for what is none."""
    value = value.get_object() if isinstance(value, IndirectObject) else value
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _annotations(page: PageObject, number: int, found: Collector) -> None:
    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else ()
    for one in map(_resolved, listed):
        with found.trying():
            texts = [one.get(key) for key in SAID] + [_resolved(one.get("/A")).get("/URI")]
            place = FIELD if one.get("/Subtype") == "/Widget" else ANNOTATION
            found.add(place, "\n".join(str(text) for text in texts if text), str(number))
            enclosed = _resolved(one.get("/FS"))
            if enclosed:
                found.lacks(ENCLOSED)
                found.add(EMBEDDED, enclosed.get("/UF") or enclosed.get("/F") or "")
            if any(_shows_picture(drawing, DEEPEST) for drawing in _appearances(one)):
                found.lacks(PICTURE)


def _bookmarks(reader: PdfReader, found: Collector) -> None:
    for number, title in enumerate(_titles(reader.outline)):
        if number >= MOST_BOOKMARKS:
            found.lacks(TOO_LONG)
            break
        found.add(BOOKMARK, title)


def _titles(outline: list[Any]) -> Iterator[object]:
    for one in outline:
        if isinstance(one, list):
            yield from _titles(one)
        else:
            yield one.title


def _enclosed(reader: PdfReader, found: Collector) -> None:
    for name in reader.attachments:
        found.lacks(ENCLOSED)
        found.add(EMBEDDED, name)
