"""Taking a new file and reading a stored one, each in a process of its own that is ended when it takes too long."""

import json

from eboard.cases.files.reading.pieces import TOO_LONG, Piece, Reading
from eboard.core.apart import ApartError, run_apart

SECONDS = 30.0
MODULE = "eboard.cases.files.reading"
TAKE, READ = "take", "read"


def take_apart(content: bytes, kind: str, *, seconds: float = SECONDS) -> tuple[bytes, Reading]:
    """A new file without its metadata, and its texts; raises ValueError if it cannot be read as its kind."""
    try:
        answer = run_apart(MODULE, TAKE, kind, data=content, seconds=seconds)
    except ApartError:
        raise ValueError("file") from None
    head, _line, bare = answer.partition(b"\n")
    if not bare:
        raise ValueError("file")
    return bare, _reading(head)


def read_apart(content: bytes, kind: str, *, seconds: float = SECONDS) -> Reading:
    """The texts of a stored file; one that cannot be read in time says so."""
    try:
        return _reading(run_apart(MODULE, READ, kind, data=content, seconds=seconds))
    except ApartError:
        return Reading([], [TOO_LONG])


def _reading(head: bytes) -> Reading:
    answer = json.loads(head)
    return Reading([Piece(*piece) for piece in answer["pieces"]], answer["lacking"])
