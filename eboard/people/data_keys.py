"""The data key of an organization: what it owns of patients is sealed under it, so that one key shreds it all.

A value names its data key by ``@``, the hex id of the row and a colon. The data key itself is sealed under a key of the
network. It is opened for each use, which costs microseconds: a key that is destroyed is gone in every process at once.
A value without the mark is of the time before there were data keys; a rotation moves it.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from eboard.core.crypto import Place, SealError, key_id_of, open_under, seal_under
from eboard.core.db import db
from eboard.core.errors import GoneError
from eboard.core.i18n import gettext as _
from eboard.core.keys import keyring
from eboard.people.models import OrganizationKey

MARK = "@"


class DestroyedError(GoneError):
    """The data key was destroyed, and with it all that was sealed under it."""

    def __init__(self) -> None:
        super().__init__(
            _("The key of this organization was destroyed. What was sealed with it can never be read again.")
        )


def place_of(key_id: UUID) -> Place:
    """Where a sealed data key belongs."""
    return Place(label="organization_key", version=1, row_id=key_id)


def key_of(organization_id: UUID) -> OrganizationKey | None:
    """The data key of an organization; None before anything was sealed for it."""
    return db.session.scalar(select(OrganizationKey).where(OrganizationKey.organization_id == organization_id))


def is_owned(sealed: bytes) -> bool:
    """Whether a value is sealed under a data key."""
    return key_id_of(sealed).startswith(MARK)


@dataclass(frozen=True, slots=True)
class DataKey:
    """Seals for one organization."""

    row: OrganizationKey

    def seal(self, plain: bytes, place: Place) -> bytes:
        """The sealed value; raises DestroyedError."""
        return f"{MARK}{self.row.id.hex}:".encode() + seal_under(_opened(self.row), plain, place)


class Opener:
    """Reveals what any organization sealed, also in the form before there were data keys; a key is looked up once."""

    def __init__(self) -> None:
        self._held: list[OrganizationKey] = []  # the session forgets rows that nobody holds

    def reveal(self, sealed: bytes, place: Place) -> bytes:
        """The plain bytes; raises DestroyedError, or SealError when they cannot be had."""
        if not is_owned(sealed):
            return keyring().reveal(sealed, place)
        row = _named(key_id_of(sealed))
        self._held.append(row)
        return open_under(_opened(row), sealed.partition(b":")[2], place)


def _named(key_id: str) -> OrganizationKey:
    try:
        row = db.session.get(OrganizationKey, UUID(hex=key_id.removeprefix(MARK)))
    except ValueError:
        row = None
    if row is None:
        raise SealError("The data key of this value does not exist.")
    return row


def _opened(row: OrganizationKey) -> bytes:
    if row.sealed_key is None:
        raise DestroyedError
    return keyring().reveal(row.sealed_key, place_of(row.id))
