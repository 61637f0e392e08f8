"""Stolen passwords: an optional file on this machine, so that no password or part of its hash ever leaves it."""

import hashlib
from pathlib import Path
from typing import BinaryIO

from config import ROOT
from eboard.core.web.settings import settings

HASH_LENGTH = 40


def is_breached(password: str) -> bool:
    """Whether the SHA-1 of a password stands in the file that EBOARD_BREACHED_PASSWORDS names."""
    path = settings().breached_passwords
    if path is None:
        return False
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    return _holds(ROOT / path, digest.encode())


def _holds(path: Path, digest: bytes) -> bool:
    """Binary search for a line that begins with ``digest`` in a file of sorted lines, however large."""
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            start, line = _line_at(file, middle)
            if line and line[:HASH_LENGTH].upper() < digest:
                low = start + len(line)
            else:
                high = middle
        return _line_at(file, low)[1][:HASH_LENGTH].upper() == digest


def _line_at(file: BinaryIO, position: int) -> tuple[int, bytes]:
    """The first line that starts at or after ``position``, and where."""
    if position == 0:
        file.seek(0)
    else:
        file.seek(position - 1)
        file.readline()
    return file.tell(), file.readline()
