"""Sealing: AES-256-GCM with a key id in front and the place of the value as associated data.

A sealed value can only be revealed in the row it was sealed for: its associated data is label + schema version + row
UUID. The keys live in a file outside the database and its backup, one ``id:base64`` a line, the newest last.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
NONCE_BYTES = 12


class SealError(Exception):
    """A sealed value does not open: wrong key, wrong place, or changed bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a sealed value belongs."""

    label: str
    version: int
    row_id: UUID

    @property
    def associated_data(self) -> bytes:
        """The bytes that bind a sealed value to its place."""
        return f"{self.label}/{self.version}/{self.row_id}".encode()


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys by id, and the id of the one that seals."""

    keys: Mapping[str, bytes]
    current: str

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Key id, a colon, nonce, ciphertext and tag."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, plain, place.associated_data)
        return self.current.encode() + b":" + nonce + sealed

    def reveal(self, sealed: bytes, place: Place) -> bytes:
        """The plain bytes; raises SealError when they cannot be had."""
        key_id, _, rest = sealed.partition(b":")
        key = self.keys.get(key_id.decode("ascii", "replace"))
        if key is None:
            raise SealError("The key of this value is not in the key file.")
        try:
            return AESGCM(key).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], place.associated_data)
        except InvalidTag:
            raise SealError("This value was changed, or sealed for another place.") from None

    def index(self, text: str, *, owner: UUID, purpose: str) -> bytes:
        """A blind index: HMAC-SHA256 under a key of the owner's own, to find an exact value without storing it.

        The key is derived from the oldest key, which is never removed, so that an index outlives a rotation.
        """
        key = _own_key(self.keys[min(self.keys)], f"{purpose}/{owner}")
        return hmac.digest(key, text.encode(), hashlib.sha256)


@lru_cache(maxsize=256)
def _own_key(oldest: bytes, owner: str) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, owner.encode()).derive(oldest)


def read_keyring(path: Path) -> Keyring:
    """Read a key file; raises ValueError with a sentence when it is missing, empty or malformed."""
    if not path.is_file():
        raise ValueError(f"The key file {path} does not exist. Make one with: eboard keys create")
    keys: dict[str, bytes] = {}
    for line in filter(None, (raw.strip() for raw in path.read_text().splitlines())):
        key_id, _, encoded = line.partition(":")
        keys[key_id] = base64.b64decode(encoded, validate=True)
        if not key_id.isalnum() or len(keys[key_id]) != KEY_BYTES:
            raise ValueError(f"The key file {path} has a line that is not id:base64 of {KEY_BYTES} bytes.")
    if not keys:
        raise ValueError(f"The key file {path} is empty. Make one with: eboard keys create")
    return Keyring(keys, max(keys))


def add_key(path: Path) -> str:
    """Append a fresh key to the file, readable by its owner only, and return its id (``k0001`` and so on)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = len(path.read_text().splitlines()) if path.exists() else 0
    key_id = f"k{count + 1:04d}"
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.write(f"{key_id}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n")
    return key_id
