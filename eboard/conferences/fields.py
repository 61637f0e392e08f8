"""What each kind of video service must be told: its fields, what they are called there, and which are secret."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.conferences.enums import ProviderKind
from eboard.core.i18n import lazy as _


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: its name in our form and tables, the vendor's word for it, and where to find it."""

    name: str
    label: LazyProxy
    help: LazyProxy | str = ""
    is_needed: bool = True
    size: str = "medium"

    @property
    def is_secret(self) -> bool:
        """Whether it is sealed and never shown again."""
        return self.name in SECRETS


SECRETS = ("secret", "refresh_token")
PLAIN = ("url", "app_id", "account_id", "host")

_KEPT = _("It is stored sealed and never shown again.")
_OTHER = _("Other address of the service")

FIELDS: Mapping[ProviderKind, tuple[Asked, ...]] = {
    ProviderKind.FIXED: (Asked("url", _("Link"), _("The link itself, the same for every meeting."), size="full"),),
    ProviderKind.JITSI: (
        Asked("url", _("Address of the server"), _("For example https://meet.hospital.example"), size="full"),
        Asked("app_id", _("Application id"), _("The id under which the server knows eBoard.")),
        Asked("secret", _("Shared secret"), _KEPT),
    ),
    ProviderKind.BIGBLUEBUTTON: (
        Asked(
            "url", _("Address of the API"), _("For example https://bbb.hospital.example/bigbluebutton/api"), size="full"
        ),
        Asked("secret", _("Shared secret"), _KEPT),
    ),
    ProviderKind.ZOOM: (
        Asked("account_id", _("Account ID")),
        Asked("app_id", _("Client ID")),
        Asked("secret", _("Client secret"), _KEPT),
        Asked("host", _("User who hosts"), _("The e-mail address of a licensed user of the account.")),
        Asked(
            "url",
            _OTHER,
            _("Empty for the usual one; https://api.zoomgov.com for Zoom for Government."),
            is_needed=False,
        ),
    ),
    ProviderKind.TEAMS: (
        Asked("account_id", _("Directory (tenant) ID")),
        Asked("app_id", _("Application (client) ID")),
        Asked("secret", _("Client secret"), _KEPT),
        Asked("host", _("User who organizes"), _("The object ID of the user the access policy names.")),
        Asked(
            "url",
            _OTHER,
            _("Empty for the usual one; https://graph.microsoft.us for Microsoft Cloud for US Government."),
            is_needed=False,
        ),
    ),
    ProviderKind.WEBEX: (
        Asked("app_id", _("Client ID")),
        Asked("secret", _("Client secret"), _KEPT),
        Asked("refresh_token", _("Refresh token"), _KEPT),
        Asked("host", _("Host"), _("The e-mail address of the host, if it is another user."), is_needed=False),
        Asked("url", _OTHER, _("Empty for the usual one."), is_needed=False),
    ),
}
