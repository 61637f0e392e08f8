"""Where the sealing keys come from: a file, or a program that asks a key service. Never environment or database.

Either way they are lines ``id:base64`` of 32 bytes each; the id that sorts last is the newest.
"""

import base64
import re
import secrets
import shlex
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from flask import current_app

from eboard.core.crypto import KEY_BYTES, Keyring

PATIENCE = 20  # seconds a program may take
PAUSE = 10  # seconds before a program is asked again for a key that was not there

Stamp = tuple[int, int, int]


@dataclass(slots=True)
class KeyFile:
    """A file; it is read again when it changed."""

    path: Path
    stamp: Stamp | None = None

    def read(self) -> Mapping[str, bytes]:
        """Its keys; raises ValueError with a sentence when it is missing, empty or malformed."""
        if not self.path.is_file():
            raise ValueError(f"The key file {self.path} does not exist. Make one with: eboard keys create")
        stamp, text = self._stamp(), self.path.read_text()
        if not text.strip():
            raise ValueError(f"The key file {self.path} is empty. Make one with: eboard keys create")
        found = _parse(text, f"The key file {self.path}")
        self.stamp = stamp
        return found

    def newer(self, *, is_needed: bool) -> Mapping[str, bytes] | None:  # noqa: ARG002 - a look costs microseconds
        """All keys if the file is another one than was read; raises ValueError."""
        return None if self._stamp() == self.stamp else self.read()

    def _stamp(self) -> Stamp | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


@dataclass(slots=True)
class KeyProgram:
    """A program whose standard output has the lines; it runs at the start, and when a value names an unknown key."""

    command: str
    asked_at: float = field(default=0.0)

    def read(self) -> Mapping[str, bytes]:
        """Run it; raises ValueError with a sentence, which never repeats what the program said."""
        self.asked_at = monotonic()
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own program, without a shell
                shlex.split(self.command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ValueError(f"EBOARD_KEYS_COMMAND gave no keys within {PATIENCE} seconds.") from None
        except (OSError, ValueError, IndexError):  # a quote that is not closed, nothing but blanks
            raise ValueError("EBOARD_KEYS_COMMAND names a program that cannot be run.") from None
        if done.returncode:
            raise ValueError(f"EBOARD_KEYS_COMMAND gave no keys: the program ended with {done.returncode}.")
        found = _parse(done.stdout.decode("ascii", "replace"), "What EBOARD_KEYS_COMMAND printed")
        if not found:
            raise ValueError("EBOARD_KEYS_COMMAND printed no keys.")
        return found

    def newer(self, *, is_needed: bool) -> Mapping[str, bytes] | None:
        """All keys when one is needed, at most once in ten seconds; raises ValueError."""
        return self.read() if is_needed and monotonic() - self.asked_at >= PAUSE else None


def _parse(text: str, whose: str) -> Mapping[str, bytes]:
    keys: dict[str, bytes] = {}
    for line in filter(None, (raw.strip() for raw in text.splitlines())):
        key_id, _, encoded = line.partition(":")
        try:
            keys[key_id] = base64.b64decode(encoded, validate=True)
        except ValueError:
            keys[key_id] = b""
        if not (key_id.isascii() and key_id.isalnum()) or len(keys[key_id]) != KEY_BYTES:
            raise ValueError(f"{whose} has a line that is not id:base64 of {KEY_BYTES} bytes.")
    return keys


def keyring() -> Keyring:
    """The keys of the application that is running."""
    ring: Keyring = current_app.extensions["keyring"]
    return ring


def open_keyring(source: KeyFile | KeyProgram) -> Keyring:
    """The keys of a source; raises ValueError with a sentence when there are none to be had."""
    keys = source.read()
    return Keyring(keys, max(keys), source)


def read_keyring(path: Path) -> Keyring:
    """The keys of a file; raises ValueError with a sentence when it is missing, empty or malformed."""
    return open_keyring(KeyFile(path))


def add_key(path: Path) -> str:
    """Append a fresh key to the file, readable by its owner only, and return its id (``k0001`` and so on).

    Raises ValueError for a file that is malformed, or whose newest key has an id of another kind that sorts later.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    text = path.read_text()
    held = _parse(text, f"The key file {path}")
    numbers = [int(key_id[1:]) for key_id in held if re.fullmatch(r"k\d{4}", key_id)]
    key_id = f"k{max(numbers, default=0) + 1:04d}"
    if held and max(held) >= key_id:
        raise ValueError(f"The key file {path} has a key {max(held)}, after which {key_id} would not be the newest.")
    with path.open("a") as file:
        file.write("" if text.endswith("\n") or not text else "\n")
        file.write(f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
    return key_id
