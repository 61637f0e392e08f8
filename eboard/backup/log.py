"""The log of revocations: a file outside the database, so that a restored backup gives nothing back to anybody.

One line each: when it was noted, the kind, and an id or the hash of a secret. Only ever appended to; the order and
repeats do not matter, so the files of several hosts can be joined.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from eboard.backup.enums import Kind
from eboard.core import time

KINDS = {str(kind): kind for kind in Kind}


class Revocation(NamedTuple):
    """One thing that must never work again."""

    kind: Kind
    key: str


def read(path: Path) -> frozenset[Revocation]:
    """Everything noted; nothing where there is no file yet. A line that was cut off by a crash is passed over."""
    if not path.is_file():
        return frozenset()
    parts = (line.split() for line in path.read_text(encoding="ascii", errors="replace").splitlines())
    return frozenset(Revocation(KINDS[part[1]], part[2]) for part in parts if len(part) == 3 and part[1] in KINDS)  # noqa: PLR2004 - a line has three


def append(path: Path, revocations: Iterable[Revocation]) -> None:
    """Note these, and return once they are on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="ascii") as file:
        for revocation in sorted(revocations):
            file.write(f"{time.now().isoformat()} {revocation.kind} {revocation.key}\n")
        file.flush()
        os.fsync(file.fileno())
