"""Checkpoints: the heads of the chains, noted in a file outside the database.

Somebody who owns the database and the keys could write a whole new history; it would not fit what was noted here. Each
line ends with a keyed digest of itself and of the line before it, so that the file is a chain of its own. Copies that
are kept elsewhere show what somebody who owns this machine cut off.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from eboard.audit.models import AuditHead
from eboard.core import time
from eboard.core.crypto import Keyring
from eboard.core.db import db

Noted = Mapping[tuple[UUID, int], bytes]
Hashes = dict[tuple[UUID, int], bytes]
OWNER = UUID(int=0)
BEGINNING = "begin"
END = 1 << 20  # bytes; some seven thousand lines


@dataclass(frozen=True, slots=True)
class Notes:
    """The hash of each noted entry by chain and number, and the lines that are not as they were written."""

    hashes: Noted
    problems: tuple[str, ...]


def read(path: Path, keyring: Keyring) -> Notes:
    """What was noted; nothing where there is no file yet. Whatever stands on a line, reading goes on."""
    hashes: Hashes = {}
    problems: list[str] = []
    seal = BEGINNING
    for number, line in enumerate(_lines(path), start=1):
        try:
            key, noted, written = _parsed(line)
        except ValueError:
            problems.append(f"line {number} cannot be read")
            continue
        if written != _seal(seal, line.split(" ")[:-1], keyring):
            problems.append(f"line {number} was changed, or the one before it was changed or removed")
        if hashes.setdefault(key, noted) != noted:
            problems.append(f"line {number} notes another hash of an entry that was noted before")
        seal = written
    return Notes(hashes, tuple(problems))


def _lines(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open(encoding="ascii", errors="replace") as file:
            yield from (line.rstrip("\n") for line in file)


def _parsed(line: str) -> tuple[tuple[UUID, int], bytes, str]:
    """Chain and number of an entry, its hash, and the seal of the line; raises ValueError."""
    _at, chain, seq, digest, written = line.split(" ")
    return (UUID(chain), int(seq)), bytes.fromhex(digest), written


def _latest(path: Path) -> tuple[set[tuple[UUID, int]], str]:
    """What the end of the file notes, and the last seal; over years the whole takes too long to read."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - END))
        lines = file.read().decode("ascii", errors="replace").split("\n")
    known, seal = set(), BEGINNING
    for line in lines[1:] if size > END else lines:
        with suppress(ValueError):
            key, _noted, seal = _parsed(line)
            known.add(key)
    return known, seal


def _seal(previous: str, words: Iterable[str], keyring: Keyring) -> str:
    return keyring.index(" ".join((previous, *words)), owner=OWNER, purpose="checkpoint").hex()


def note_heads(path: Path, keyring: Keyring) -> int:
    """Append every head that the end of the file does not note; returns how many. Two processes take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known, seal = _latest(path)
        if not _ends_whole(path):  # the last line was cut, by a full disk or a lost machine
            file.write("\n")
        heads = db.session.scalars(select(AuditHead).order_by(AuditHead.chain_id)).all()
        fresh = [head for head in heads if (head.chain_id, head.seq) not in known]
        for head in fresh:
            words = [time.now().isoformat(), str(head.chain_id), str(head.seq), head.hash.hex()]
            seal = _seal(seal, words, keyring)
            file.write(" ".join((*words, seal)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(fresh)


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        return not file.seek(0, os.SEEK_END) or (file.seek(-1, os.SEEK_END) >= 0 and file.read(1) == b"\n")


def set_aside(path: Path) -> Path | None:
    """After a restore the chains go on from an earlier end: keep what was noted beyond it under another name."""
    if not path.is_file():
        return None
    kept = path.with_name(f"{path.name}.before-{time.now():%Y-%m-%dT%H%M%SZ}")
    path.rename(kept)
    return kept
