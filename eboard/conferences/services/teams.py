"""Microsoft Teams: an application of the hospital's tenant makes online meetings through Microsoft Graph.

Token: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow; meetings:
https://learn.microsoft.com/graph/api/application-post-onlinemeetings. An application access policy must name the user.
National clouds have hosts and scopes of their own: https://learn.microsoft.com/graph/deployments.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from eboard.conferences.services.calls import Answer, bearing, call, gone_is_fine
from eboard.conferences.services.service import Account, Made, Wish

API_BASE = "https://graph.microsoft.com"
TOKEN_BASES = {
    API_BASE: "https://login.microsoftonline.com",
    "https://graph.microsoft.us": "https://login.microsoftonline.us",
    "https://dod-graph.microsoft.us": "https://login.microsoftonline.us",
    "https://microsoftgraph.chinacloudapi.cn": "https://login.chinacloudapi.cn",
}

# People of the tenant enter and present; everybody else waits in the lobby until one of them lets them in.
SETTINGS: Mapping[str, Any] = {
    "recordAutomatically": False,
    "allowRecording": False,
    "allowTranscription": False,
    "lobbyBypassSettings": {"scope": "organization", "isDialInBypassEnabled": False},
    "allowedPresenters": "organization",
}


class Teams:
    """A tenant: its id, the application's id and secret, and the object id of the user who organizes."""

    ahead: ClassVar[timedelta] = timedelta(days=14)

    def __init__(self, account: Account) -> None:
        self.account = account
        self.renewed = ""

    def make(self, wish: Wish) -> Made:
        """Make an online meeting."""
        ends_at = wish.starts_at + timedelta(minutes=wish.minutes)
        body = {
            "subject": wish.title,
            "startDateTime": _stamp(wish.starts_at),
            "endDateTime": _stamp(ends_at),
            **SETTINGS,
        }
        answer = self._call("POST", "", body)
        return Made(answer.text("id"), answer.address("joinWebUrl"))

    def end(self, external_id: str) -> None:
        """Delete the online meeting; its address leads nowhere afterwards."""
        gone_is_fine(lambda: self._call("DELETE", f"/{quote(external_id, safe='')}"))

    def open(self, external_id: str, wish: Wish, *, as_host: bool) -> str:  # noqa: ARG002 - nothing is asked
        """Everybody enters by the same address."""
        return ""

    @property
    def _base(self) -> str:
        return self.account.url.rstrip("/") or API_BASE

    @property
    def token_url(self) -> str:
        """Where tokens are asked for."""
        base = TOKEN_BASES.get(self._base, self._base)
        return f"{base}/{quote(self.account.account_id, safe='')}/oauth2/v2.0/token"

    @property
    def scope(self) -> str:
        """All permissions the application has in its cloud."""
        return f"{self._base if self._base in TOKEN_BASES else API_BASE}/.default"

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        url = f"{self._base}/v1.0/users/{quote(self.account.host, safe='')}/onlineMeetings{path}"
        return bearing(self._token, lambda headers: call(self.account, method, url, headers=headers, body=body))

    def _token(self) -> str:
        form = {
            "client_id": self.account.app_id,
            "scope": self.scope,
            "client_secret": self.account.secret,
            "grant_type": "client_credentials",
        }
        return call(self.account, "POST", self.token_url, form=form).text("access_token")


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
