"""Files for the key of somebody else, in the age format (age-encryption.org/v1): who wrote one cannot open it."""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pyrage

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

BEGINNINGS = {"age1": pyrage.x25519, "ssh-ed25519 ": pyrage.ssh, "ssh-rsa ": pyrage.ssh}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A public key, and the name by which people compare it: nothing of it is secret."""

    name: str
    key: Any = field(repr=False)


def recipient_of(text: str) -> Recipient:
    """The public key that is written as age or OpenSSH writes it.

    Raises DomainError, which does not repeat the text: it may be a private key.
    """
    text = text.strip()
    for beginning, kind in BEGINNINGS.items():
        if text.startswith(beginning):
            try:
                return Recipient(_name(text), kind.Recipient.from_str(text))
            except (pyrage.RecipientError, ValueError):  # also for base64 and for what is no text
                break
    raise DomainError(
        _(
            "That is no public key. One begins with “age1”, “ssh-ed25519” or “ssh-rsa” (2048 bits or more)"
            " and is copied whole."
        )
    )


def encrypt(pieces: Iterable[bytes], file: BinaryIO, recipients: Sequence[Recipient]) -> str:
    """Write the pieces, one after the other, so that any of the recipients can open them; returns the SHA-256 written.

    No piece is kept. What goes wrong in making or writing one is raised as it was: the library would quote it.
    """
    source, sink = _Source(pieces), _Sink(file)
    try:
        pyrage.encrypt_io(source, sink, [one.key for one in recipients])
    except pyrage.EncryptError:
        failure = source.failure or sink.failure
        if failure is None:
            raise
        raise failure from None
    if source.failure is not None:  # the library tries an interrupted read again, and takes a dead source for its end
        raise source.failure
    return sink.digest.hexdigest()


def _name(text: str) -> str:
    """An age key is its own name; one of OpenSSH is known by the fingerprint that `ssh-keygen -l` prints."""
    if text.startswith("age1"):
        return text
    blob = base64.b64decode(text.split()[1], validate=True)
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


class _Source:
    """Hands pieces out in the sizes the library asks for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.failure: BaseException | None = None
        self._pieces = iter(pieces)
        self._rest = memoryview(b"")

    def read(self, size: int) -> bytes:
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
        except BaseException as error:
            self.failure = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)


class _Sink:
    """Writes to a file and digests what it wrote."""

    def __init__(self, file: BinaryIO) -> None:
        self.failure: BaseException | None = None
        self.digest = hashlib.sha256()
        self._file = file

    def write(self, sealed: bytes) -> int:
        try:
            count = self._file.write(sealed)
        except BaseException as error:
            self.failure = error
            raise
        self.digest.update(sealed[:count])
        return count

    def flush(self) -> None:
        """The file is flushed by whoever opened it."""
