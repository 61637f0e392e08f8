"""The archive: a folder as one sealed file, written and read in pieces.

A line that names the format, a line with the id of the key, a salt; then pieces of a tar file, each AES-256-GCM under a
key of this archive alone. The nonce of a piece is its number and whether it is the last one, so that none can be left
out, moved or cut off (the STREAM construction, Hoang et al. 2015). Whoever has no key file opens nothing of it.
"""

import io
import os
import secrets
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from eboard.core.crypto import KEY_BYTES, Keyring

FORMAT, UNFINISHED = b"eboard-backup-1\n", ".unfinished"
SALT_BYTES, TAG_BYTES = 32, 16
PIECE = 1 << 20


def pack(folder: Path, target: Path, keyring: Keyring) -> None:
    """Seal everything below ``folder`` into the file ``target``, which its owner alone may read.

    It has this name only once it is whole and on the disk; of one that fails nothing is left.
    """
    unfinished = target.with_name(f"{target.name}{UNFINISHED}")
    unfinished.touch(mode=0o600, exist_ok=False)
    try:
        with unfinished.open("wb") as file:
            _write(folder, file, keyring)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _write(folder: Path, file: BinaryIO, keyring: Keyring) -> None:
    salt = secrets.token_bytes(SALT_BYTES)
    head = FORMAT + keyring.current.encode() + b"\n" + salt
    file.write(head)
    sealing = _Sealing(file, _cipher(keyring.keys[keyring.current], salt), head)
    with tarfile.open(fileobj=sealing, mode="w|") as tar:
        tar.add(folder, arcname=".")
    sealing.finish()


def unpack(source: Path, folder: Path, keyring: Keyring) -> None:
    """Open an archive into a folder; raises ValueError with a sentence if it is none, damaged, or of another key."""
    with source.open("rb") as file:
        if file.readline(len(FORMAT)) != FORMAT:
            raise ValueError(f"{source} is not a backup.")
        named = file.readline(PIECE)
        salt = file.read(SALT_BYTES)
        key = keyring.keys.get(named.strip().decode("ascii", "replace"))
        if key is None:
            raise ValueError("The key of this backup is not in the key file.")
        pieces = _pieces(file, _cipher(key, salt), FORMAT + named + salt)
        reading = _Reading(pieces)
        try:
            with tarfile.open(fileobj=reading, mode="r|") as tar:
                tar.extractall(folder, filter="data")
            reading.finish()
        except tarfile.TarError:
            raise ValueError("The backup is damaged.") from None


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDFExpand(SHA256(), KEY_BYTES, b"backup/" + salt).derive(key))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


class _Sealing(io.RawIOBase):
    """Takes the bytes of a tar file and writes them sealed."""

    def __init__(self, file: BinaryIO, cipher: AESGCM, head: bytes) -> None:
        self.file, self.cipher, self.head = file, cipher, head
        self.number, self.waiting = 0, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]
        self.waiting += content
        while len(self.waiting) > PIECE:
            self._seal(bytes(self.waiting[:PIECE]), is_last=False)
            del self.waiting[:PIECE]
        return len(content)

    def finish(self) -> None:
        """Write the last piece, which says that nothing follows."""
        self._seal(bytes(self.waiting), is_last=True)

    def _seal(self, plain: bytes, *, is_last: bool) -> None:
        self.file.write(self.cipher.encrypt(_nonce(self.number, is_last=is_last), plain, self.head))
        self.number += 1


def _pieces(file: BinaryIO, cipher: AESGCM, head: bytes) -> Iterator[bytes]:
    sealed, number = file.read(PIECE + TAG_BYTES), 0
    while sealed:
        following = file.read(PIECE + TAG_BYTES)
        try:
            yield cipher.decrypt(_nonce(number, is_last=not following), sealed, head)
        except InvalidTag:
            raise ValueError("The backup was changed, cut off, or sealed with another key.") from None
        sealed, number = following, number + 1


class _Reading(io.RawIOBase):
    """Gives the bytes of the tar file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.waiting = pieces, b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self.waiting) < size and (piece := next(self.pieces, b"")):
            self.waiting += piece
        found, self.waiting = self.waiting[:size], self.waiting[size:]
        return found

    def finish(self) -> None:
        """Read to the end, so that what was cut off behind the last file is noticed too."""
        while next(self.pieces, b""):
            pass
