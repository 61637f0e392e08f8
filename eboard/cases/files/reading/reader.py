"""Reading a file of any kind, within a bound of time; nothing that stands in a file makes this fail."""

import signal
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from eboard.cases.files.reading.pieces import BROKEN, PICTURE, TOO_LONG, Collector, FullError, Reading

TAKE, READ = "take", "read"  # what the process is asked for
SECONDS = 15.0  # of the processor
AGAIN = 0.5  # a library that swallows the end hears of it again

# Looked up by name, so that a process loads the library of its own kind alone: that is most of its time.
_READERS = {"pdf": ("pdf", "read_pdf"), "docx": ("office", "read_office"), "pptx": ("office", "read_office"),
            "dicom": ("dicom", "read_dicom")}  # fmt: skip


class OverError(BaseException):
    """The time is over; no handler of a library may take it for a fault in the file."""


def read(content: bytes, kind: str, *, seconds: float = SECONDS) -> Reading:
    """The texts of a file of ``kind``, a value of `AttachmentKind`, as far as they can be read in ``seconds``."""
    found = Collector()
    if kind not in _READERS:
        found.lacks(PICTURE)
        return found.reading
    module, name = _READERS[kind]
    reader = getattr(import_module(f"{__package__}.{module}"), name)
    try:
        with _ending(seconds), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd values in foreign files
            reader(content, found)
    except (FullError, OverError):
        found.lacks(TOO_LONG)
    except Exception:  # noqa: BLE001 - libraries fail in every way on damaged files
        found.lacks(BROKEN)
    return found.reading


@contextmanager
def _ending(seconds: float) -> Iterator[None]:
    def end(_signal: int, _frame: object) -> None:
        raise OverError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
