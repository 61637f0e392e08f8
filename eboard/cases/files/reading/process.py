"""Taking a new file and reading a stored one, each in a process of its own that is ended when it takes too long."""

import json
from threading import BoundedSemaphore

from eboard.cases.files.reading.pieces import TOO_LONG, Piece, Reading
from eboard.cases.files.reading.reader import READ, TAKE
from eboard.core.apart import ApartError, run_apart
from eboard.core.errors import BusyError
from eboard.core.i18n import gettext as _

SECONDS = 30.0
MODULE = "eboard.cases.files.reading"

# Such a process may take 2 GB; a burst of uploads must neither fill the memory nor starve the other requests.
_reading_now = BoundedSemaphore(2)
PATIENCE_SECONDS = 10


def take_apart(content: bytes, kind: str, *, seconds: float = SECONDS) -> tuple[bytes, Reading]:
    """A new file without its metadata, and its texts.

    Raises ValueError if it cannot be read as its kind, ApartError if that takes too long or too much memory, BusyError
    while too many others are read.
    """
    head, _line, bare = _run(TAKE, content, kind, seconds).partition(b"\n")
    if not bare:
        raise ValueError("file")
    return bare, _read_from(head)


def read_apart(content: bytes, kind: str, *, seconds: float = SECONDS) -> Reading:
    """The texts of a stored file; one that cannot be read in time says so. Raises BusyError like `take_apart`."""
    try:
        return _read_from(_run(READ, content, kind, seconds))
    except ApartError:
        return Reading([], [TOO_LONG])


def _run(mode: str, content: bytes, kind: str, seconds: float) -> bytes:
    if not _reading_now.acquire(timeout=PATIENCE_SECONDS):
        raise BusyError(_("Too many files are being read at this moment. Please try again in a minute."))
    try:
        return run_apart(MODULE, mode, kind, data=content, seconds=seconds)
    finally:
        _reading_now.release()


def _read_from(head: bytes) -> Reading:
    answer = json.loads(head)
    return Reading([Piece(*piece) for piece in answer["pieces"]], answer["lacking"])
