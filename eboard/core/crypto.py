"""Sealing: AES-256-GCM with a key id in front and the place of the value as associated data.

A sealed value can only be revealed in the row it was sealed for: its associated data is label + schema version + row
UUID. The keys come from outside the database and its backup (`core.keys`); the newest seals, the older ones open.
"""

import hashlib
import hmac
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32
NONCE_BYTES = 12

logger = logging.getLogger(__name__)


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


class Source(Protocol):
    """Where keys come from while the process runs."""

    def newer(self, *, is_needed: bool) -> Mapping[str, bytes] | None:
        """All keys, if they may differ from those read before; ``is_needed``: a value names a key nobody knows.

        Raises ValueError when they cannot be had.
        """


class Sealer(Protocol):
    """What seals: the keys of the network, or the data key of one organization."""

    def seal(self, plain: bytes, place: Place) -> bytes:
        """The sealed value, which opens in its place only."""


class Reader(Protocol):
    """What reveals: the keys of the network, or those of all organizations."""

    def reveal(self, sealed: bytes, place: Place) -> bytes:
        """The plain bytes; raises SealError when they cannot be had."""


@dataclass(slots=True)
class Keyring:
    """The keys by id, and the id of the one that seals; with a source, added keys are known without a restart."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    source: Source | None = None
    turn: Any = field(default_factory=Lock, repr=False, compare=False)

    def seal(self, plain: bytes, place: Place) -> bytes:
        """Key id, a colon, nonce, ciphertext and tag."""
        self.refresh()
        key_id = self.current  # read once: another thread may take over a newer key in between
        return key_id.encode() + b":" + seal_under(self.keys[key_id], plain, place)

    def reveal(self, sealed: bytes, place: Place) -> bytes:
        """The plain bytes; raises SealError when they cannot be had."""
        key_id = key_id_of(sealed)
        if key_id not in self.keys:
            self.refresh(is_needed=True)
        key = self.keys.get(key_id)
        if key is None:
            raise SealError("The key of this value is not among the keys.")
        return open_under(key, sealed.partition(b":")[2], place)

    def refresh(self, *, is_needed: bool = False) -> None:
        """Take over keys that were added; what cannot be read, or changes a key, is logged and changes nothing.

        Threads take turns: whoever needs a key waits for the program that another one asked already.
        """
        with self.turn:
            self._refresh(is_needed=is_needed)

    def _refresh(self, *, is_needed: bool) -> None:
        try:
            found = self.source.newer(is_needed=is_needed) if self.source else None
        except ValueError:
            logger.error("the sealing keys could not be read again; those read before are used on")
            return
        if found is None:
            return
        if any(found.get(key_id, key) != key for key_id, key in self.keys.items()):
            logger.error("a sealing key was changed, which is never right; those read before are used on")
            return
        self.keys = {**self.keys, **found}  # the keys before the id: another thread may seal in between
        self.current = max(self.keys)

    def index(self, text: str, *, owner: UUID, purpose: str) -> bytes:
        """A blind index: HMAC-SHA256 under a key of the owner's own, to find an exact value without storing it.

        The key is derived from the oldest key, which is never removed, so that an index outlives a rotation.
        """
        key = _own_key(self.keys[min(self.keys)], f"{purpose}/{owner}")
        return hmac.digest(key, text.encode(), hashlib.sha256)


def key_id_of(sealed: bytes) -> str:
    """The id of the key that a value names."""
    return sealed.partition(b":")[0].decode("ascii", "replace")


def seal_under(key: bytes, plain: bytes, place: Place) -> bytes:
    """Nonce, ciphertext and tag."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.associated_data)


def open_under(key: bytes, sealed: bytes, place: Place) -> bytes:
    """What `seal_under` sealed; raises SealError."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.associated_data)
    except (InvalidTag, ValueError):  # a ValueError for a nonce that is too short
        raise SealError("This value was changed, or sealed for another place.") from None


@lru_cache(maxsize=256)
def _own_key(oldest: bytes, owner: str) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, owner.encode()).derive(oldest)
