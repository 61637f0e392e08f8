"""From a provider to the address a person is led to: one pure function per kind."""

from collections.abc import Callable, Mapping

from eboard.conferences.entry import Entry
from eboard.conferences.enums import ProviderKind
from eboard.conferences.jitsi import room_url


def fixed_link(entry: Entry) -> str:
    """The same address for everybody."""
    return entry.url


PROVIDERS: Mapping[ProviderKind, Callable[[Entry], str]] = {
    ProviderKind.FIXED: fixed_link,
    ProviderKind.JITSI: room_url,
}


def room_address(kind: ProviderKind, entry: Entry) -> str:
    """Where a person enters the room of today."""
    return PROVIDERS[kind](entry)
