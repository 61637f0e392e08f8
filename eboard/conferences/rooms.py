"""From a provider to the address a person is led to: one pure function per kind."""

from collections.abc import Callable, Mapping

from eboard.conferences.entry import Entry
from eboard.conferences.enums import ProviderKind
from eboard.conferences.services import bigbluebutton, jitsi


def fixed_link(entry: Entry) -> str:
    """The same address for everybody."""
    return entry.url


def given_address(entry: Entry) -> str:
    """What the service gave: an address of their own to those who host, if it has one."""
    return entry.start if entry.is_moderator and entry.start else entry.join


PROVIDERS: Mapping[ProviderKind, Callable[[Entry], str]] = {
    ProviderKind.FIXED: fixed_link,
    ProviderKind.JITSI: jitsi.room_url,
    ProviderKind.BIGBLUEBUTTON: bigbluebutton.join_url,
    ProviderKind.ZOOM: given_address,
    ProviderKind.TEAMS: given_address,
    ProviderKind.WEBEX: given_address,
}


def room_address(kind: ProviderKind, entry: Entry) -> str:
    """Where a person enters the room of today."""
    return PROVIDERS[kind](entry)
