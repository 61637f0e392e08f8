"""The address of a published calendar as a sealed value, which opens in its own row alone."""

from typing import cast
from uuid import UUID

from flask import current_app

from eboard.availability.fetching import Address, parse_address
from eboard.core.crypto import Keyring, Place

LABEL, VERSION = "published_calendar", 1


def seal_address(address: Address, calendar_id: UUID) -> bytes:
    """The sealed address of a calendar."""
    return _keyring().seal(address.text.encode(), _place(calendar_id))


def reveal_address(sealed: bytes, calendar_id: UUID) -> Address:
    """The address of a calendar, to fetch it and for nothing else; raises SealError."""
    return parse_address(_keyring().reveal(sealed, _place(calendar_id)).decode())


def _place(calendar_id: UUID) -> Place:
    return Place(label=LABEL, version=VERSION, row_id=calendar_id)


def _keyring() -> Keyring:
    return cast("Keyring", current_app.extensions["keyring"])
