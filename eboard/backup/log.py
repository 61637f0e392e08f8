"""The log of revocations: a file outside the database, so that a restored backup gives nothing back to anybody.

One line each: when it was noted, the kind, and an id or the hash of a secret. Only ever appended to; the order and
repeats do not matter, so the files of several hosts can be joined.
"""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from eboard.backup.enums import Kind
from eboard.core import time

KINDS = {str(kind): kind for kind in Kind}
LINE = re.compile(rf"\S+ ({'|'.join(KINDS)}) ([0-9a-f-]{{36}}|[0-9a-f]{{64}})")


class Revocation(NamedTuple):
    """One thing that must never work again."""

    kind: Kind
    key: str


def read(path: Path) -> frozenset[Revocation]:
    """Everything noted; nothing where there is no file yet. A line that was cut off by a crash is passed over."""
    if not path.is_file():
        return frozenset()
    lines = map(LINE.fullmatch, path.read_text(encoding="ascii", errors="replace").splitlines())
    return frozenset(Revocation(KINDS[line[1]], line[2]) for line in lines if line)


def append(path: Path, revocations: Iterable[Revocation]) -> None:
    """Note these, and return once they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    begin = "" if path.read_bytes()[-1:] in {b"", b"\n"} else "\n"  # after a line that was cut off
    with path.open("a", encoding="ascii") as file:
        file.write(begin)
        for revocation in sorted(revocations):
            file.write(f"{time.now().isoformat()} {revocation.kind} {revocation.key}\n")
        file.flush()
        os.fsync(file.fileno())
