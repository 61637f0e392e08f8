"""The texts of a Word or PowerPoint file: every part of the package, with the standard library alone.

A part is read as a stream without its document type: the format knows none (ECMA-376 part 2, section 6.5.2), and one is
how a text of a few bytes becomes gigabytes.
"""

import io
import re
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

from eboard.cases.files.reading.pieces import (
    BODY,
    COMMENT,
    EMBEDDED,
    ENCLOSED,
    FOOTER,
    HEADER,
    LINK,
    NOTE,
    PART,
    PICTURE,
    PROPERTY,
    SLIDE,
    SPEAKER,
    TOO_LONG,
    Collector,
)

MOST_PARTS = 5_000
LARGEST_PART = 30 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024  # of the parts that hold text
MOST_RATIO = 200  # unpacked to packed; texts reach some twenty
SMALL = 1024 * 1024  # below, no ratio is suspicious

_PLACES = (
    (r"word/document", BODY), (r"word/header", HEADER), (r"word/footer", FOOTER), (r"word/(?:foot|end)notes", NOTE),
    (r"word/(?:comments|people)|ppt/(?:comment|authors)", COMMENT), (r"ppt/slides/slide(\d+)", SLIDE),
    (r"ppt/notesSlides/notesSlide(\d+)", SPEAKER), (r"docProps/", PROPERTY), (r".*\.rels$", LINK), (r"", PART),
)  # fmt: skip
_TEXTS = (".xml", ".rels", ".vml")
_BREAKS = frozenset({"p", "br", "cr", "tab", "tc", "tr", "author", "cmAuthor", "text", "instrText", "pt", "v"})
# Attributes that hold words of people; None: on every element.
_SAID: dict[str, frozenset[str] | None] = {
    "descr": None, "title": None, "author": None, "initials": None, "displayText": None, "userId": None,
    "string": None, "tooltip": None, "alt": None,
    "name": frozenset({"docPr", "cNvPr", "cmAuthor", "author", "property", "docVar", "bookmarkStart"}),
    "val": frozenset({"alias", "tag", "docVar", "default", "statusText", "helpText", "placeholder"}),
    "Target": frozenset({"Relationship"}),
}  # fmt: skip


def read_office(content: bytes, found: Collector) -> None:
    """Read every part that holds text; raises BadZipFile for what is no archive."""
    with ZipFile(io.BytesIO(content)) as archive:
        left = LARGEST_UNPACKED
        for number, entry in enumerate(archive.infolist()):
            if number >= MOST_PARTS or entry.file_size > left:
                found.lacks(TOO_LONG)
                return
            if not entry.filename.lower().endswith(_TEXTS):
                _other(entry, found)
            elif is_bomb(entry):
                found.lacks(TOO_LONG)
            else:
                left -= entry.file_size
                with found.trying():
                    _Part(entry.filename, found).read(archive.read(entry))


def is_bomb(entry: ZipInfo) -> bool:
    """Whether a part is larger than any text, or unpacks to much more than it is."""
    if entry.file_size > LARGEST_PART:
        return True
    return entry.file_size > SMALL and entry.file_size > MOST_RATIO * entry.compress_size


def _other(entry: ZipInfo, found: Collector) -> None:
    """A part that holds no text: a picture, or a file of another kind."""
    if entry.is_dir():
        return
    found.lacks(PICTURE if "/media/" in entry.filename else ENCLOSED)
    found.add(EMBEDDED, entry.filename.rpartition("/")[2])


class _Part:
    """One part of a package; words that stand in one paragraph stay together, however they are formatted."""

    def __init__(self, name: str, found: Collector) -> None:
        matches = ((re.match(pattern, name), place) for pattern, place in _PLACES)
        match, self.place = next((match, place) for match, place in matches if match)
        self.detail = match.group(1) if match.re.groups else ""
        self.is_foreign = name.startswith("customXml/")  # made by another program, which says anything anywhere
        self.found = found
        self.texts: list[str] = []
        self.said: list[str] = []  # in attributes, which stand in the middle of a word as well
        self.property = ""

    def read(self, content: bytes) -> None:
        """Read it; raises ExpatError for what is no XML and ValueError for a document type."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.texts.append
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(content, True)
        finally:
            self._hand_over()
            self.found.add(self.place, "\n".join(self.said), self.detail)

    def _refuse(self, *_declared: object) -> None:
        raise ValueError("document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = _local(name)
        for full, value in attributes.items():
            if value and (self.is_foreign or self._is_said(element, _local(full), attributes)):
                self.said.append(value)
        if element == "property":
            self.property = attributes.get("name", "")

    def _is_said(self, element: str, attribute: str, attributes: dict[str, str]) -> bool:
        """Whether people wrote it; a target counts where it leads out of the package."""
        if attribute not in _SAID:
            return False
        where = _SAID[attribute]
        if where is not None and element not in where:
            return False
        return attribute != "Target" or attributes.get("TargetMode") == "External"

    def _end(self, name: str) -> None:
        element = _local(name)
        if self.place == PROPERTY:
            self.detail = self.property or element
            self._hand_over()
        elif element in _BREAKS:
            self.texts.append("\n")

    def _hand_over(self) -> None:
        text, self.texts[:] = "".join(self.texts), []
        self.found.add(self.place, text, self.detail)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
