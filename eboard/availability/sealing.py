"""The address of a published calendar as a sealed value, which opens in its own row alone."""

from uuid import UUID

from eboard.availability.fetching import Address, parse_address
from eboard.core.crypto import Place
from eboard.core.keys import keyring

LABEL, VERSION = "published_calendar", 1


def seal_address(address: Address, calendar_id: UUID) -> bytes:
    """The sealed address of a calendar."""
    return keyring().seal(address.text.encode(), _place(calendar_id))


def reveal_address(sealed: bytes, calendar_id: UUID) -> Address:
    """The address of a calendar, to fetch it and for nothing else; raises SealError."""
    return parse_address(keyring().reveal(sealed, _place(calendar_id)).decode())


def _place(calendar_id: UUID) -> Place:
    return Place(label=LABEL, version=VERSION, row_id=calendar_id)
