"""The services that make rooms, by kind. A fixed link and Jitsi need no room made: they are not here."""

from collections.abc import Mapping

from eboard.conferences.enums import ProviderKind
from eboard.conferences.services.bigbluebutton import BigBlueButton
from eboard.conferences.services.service import Account, Service
from eboard.conferences.services.teams import Teams
from eboard.conferences.services.webex import Webex
from eboard.conferences.services.zoom import Zoom

SERVICES: Mapping[ProviderKind, type[Service]] = {
    ProviderKind.BIGBLUEBUTTON: BigBlueButton,
    ProviderKind.ZOOM: Zoom,
    ProviderKind.TEAMS: Teams,
    ProviderKind.WEBEX: Webex,
}

__all__ = ["SERVICES", "Account", "Service"]
