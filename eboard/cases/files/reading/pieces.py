"""What is read of a file: pieces of text with their places, and what could not be read."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

MOST_CHARACTERS = 400_000  # of one file: some two hundred pages
LONGEST_DETAIL = 80

# Places and reasons by the values of `enums.FilePlace` and `enums.Unread`, which cost this process their import.
PAGE, BODY, HEADER, FOOTER, NOTE, COMMENT = "page", "body", "header", "footer", "note", "comment"
SLIDE, SPEAKER, PROPERTY, FIELD, ANNOTATION = "slide", "speaker", "property", "field", "annotation"
BOOKMARK, LINK, EMBEDDED, PART, TAG = "bookmark", "link", "embedded", "part", "tag"
PICTURE, NO_TEXT, ENCLOSED, LOCKED, BROKEN, TOO_LONG = (
    "picture", "no_text", "enclosed", "locked", "broken", "too_long",
)  # fmt: skip


class Piece(NamedTuple):
    """A text, where it stands, and whether it is a code or a time that counts only if it is the patient's."""

    place: str
    detail: str
    text: str
    is_technical: bool = False


class Reading(NamedTuple):
    """The pieces of a file, and why some of it could not be read."""

    pieces: list[Piece]
    lacking: list[str]


class FullError(Exception):
    """There is more text than is looked at."""


class Collector:
    """Takes what a reader finds, within bounds."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._lacking: dict[str, None] = {}  # each once, in order
        self._left = MOST_CHARACTERS

    @property
    def reading(self) -> Reading:
        """What came together so far."""
        return Reading(self.pieces, list(self._lacking))

    def add(self, place: str, text: object, detail: str = "", *, is_technical: bool = False) -> None:
        """Take a text; blank ones are passed over. Raises FullError when there is no room left."""
        cleaned = clean(str(text)[: self._left]).strip()
        if cleaned:
            self.pieces.append(Piece(place, clean(detail)[:LONGEST_DETAIL], cleaned, is_technical))
            self._left -= len(cleaned)
        if self._left <= 0:
            raise FullError

    def lacks(self, why: str) -> None:
        """Note that something could not be read."""
        self._lacking[why] = None

    @contextmanager
    def trying(self) -> Iterator[None]:
        """What breaks inside the block is noted as damaged, and the rest of the file is still read."""
        try:
            yield
        except FullError:
            raise
        except Exception:  # noqa: BLE001 - libraries fail in every way on damaged files
            self.lacks(BROKEN)


def clean(text: str) -> str:
    """A text that can be stored and shown anywhere: composed, without control characters and half characters."""
    whole = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode())
    return "".join(character if character >= " " or character == "\n" else " " for character in whole)
