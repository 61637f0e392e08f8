"""Checkpoints: the heads of the chains, noted in a file outside the database.

Somebody who owns the database and the keys could write a whole new history; it would not fit what was noted here. Each
line ends with a keyed digest of itself and of the line before it, so that the file is a chain of its own. Copies that
are kept elsewhere show what somebody who owns this machine cut off.
"""

import fcntl
import os
from collections.abc import Iterable, Iterator, Mapping
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


@dataclass(frozen=True, slots=True)
class Notes:
    """The hash of each noted entry by chain and number, the lines that are not as they were written, the last seal."""

    hashes: Noted
    problems: tuple[str, ...]
    seal: str


def read(path: Path, keyring: Keyring) -> Notes:
    """What was noted; nothing where there is no file yet. Whatever stands on a line, reading goes on."""
    hashes: Hashes = {}
    problems: list[str] = []
    seal = BEGINNING
    for number, line in enumerate(_lines(path), start=1):
        words = line.split(" ")
        try:
            _at, chain, seq, digest, written = words
            key, noted = (UUID(chain), int(seq)), bytes.fromhex(digest)
        except ValueError:
            problems.append(f"line {number} cannot be read")
            continue
        if written != _seal(seal, words[:-1], keyring):
            problems.append(f"line {number} was changed, or the one before it was changed or removed")
        if hashes.setdefault(key, noted) != noted:
            problems.append(f"line {number} notes another hash of an entry that was noted before")
        seal = written
    return Notes(hashes, tuple(problems), seal)


def _lines(path: Path) -> Iterator[str]:
    if path.is_file():
        with path.open(encoding="ascii", errors="replace") as file:
            yield from (line.rstrip("\n") for line in file)


def _seal(previous: str, words: Iterable[str], keyring: Keyring) -> str:
    return keyring.index(" ".join((previous, *words)), owner=OWNER, purpose="checkpoint").hex()


def note_heads(path: Path, keyring: Keyring) -> int:
    """Append every head that is not noted yet; returns how many there were. Two processes take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("a", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        notes = read(path, keyring)
        if path.read_bytes()[-1:] not in {b"", b"\n"}:  # the last line was cut, by a full disk or a lost machine
            file.write("\n")
        heads = db.session.scalars(select(AuditHead).order_by(AuditHead.chain_id)).all()
        fresh = [head for head in heads if (head.chain_id, head.seq) not in notes.hashes]
        seal = notes.seal
        for head in fresh:
            words = [time.now().isoformat(), str(head.chain_id), str(head.seq), head.hash.hex()]
            seal = _seal(seal, words, keyring)
            file.write(" ".join((*words, seal)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(fresh)


def set_aside(path: Path) -> Path | None:
    """After a restore the chains go on from an earlier end: keep what was noted beyond it under another name."""
    if not path.is_file():
        return None
    kept = path.with_name(f"{path.name}.before-{time.now():%Y-%m-%dT%H%M%SZ}")
    path.rename(kept)
    return kept
