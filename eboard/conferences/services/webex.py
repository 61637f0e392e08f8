"""Webex: an integration or service app of the hospital's organization schedules meetings.

Token: https://developer.webex.com/docs/integrations, section on refresh tokens; meetings:
https://developer.webex.com/docs/api/v1/meetings/create-a-meeting.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import quote

from eboard.conferences.services.calls import Answer, bearing, call, gone_is_fine
from eboard.conferences.services.service import Account, Made, Wish

API_BASE = "https://webexapis.com"
EARLY_MINUTES = 15  # the most Webex allows

# Who has an account of the site enters and becomes cohost; everybody else waits in the lobby. Webex mails nobody.
SETTINGS: Mapping[str, Any] = {
    "enabledAutoRecordMeeting": False,
    "enabledJoinBeforeHost": True,
    "joinBeforeHostMinutes": EARLY_MINUTES,
    "allowAnyUserToBeCoHost": True,
    "unlockedMeetingJoinSecurity": "allowJoinWithLobby",
    "publicMeeting": False,
    "sendEmail": False,
}


class Webex:
    """A Webex organization: client id and secret of the app, its refresh token, and the host's address if another."""

    ahead: ClassVar[timedelta] = timedelta(days=14)

    def __init__(self, account: Account) -> None:
        self.account = account
        self.renewed = ""

    def make(self, wish: Wish) -> Made:
        """Schedule a meeting."""
        ends_at = wish.starts_at + timedelta(minutes=wish.minutes)
        body = {
            "title": wish.title,
            "start": _stamp(wish.starts_at),
            "end": _stamp(ends_at),
            "timezone": "UTC",
            **SETTINGS,
            **({"hostEmail": self.account.host} if self.account.host else {}),
        }
        answer = self._call("POST", "meetings", body)
        return Made(answer.text("id"), answer.address("webLink"))

    def end(self, external_id: str) -> None:
        """Delete the meeting, without a mail to anybody."""
        gone_is_fine(lambda: self._call("DELETE", f"meetings/{quote(external_id, safe='')}?sendEmail=false"))

    def open(self, external_id: str, wish: Wish, *, as_host: bool) -> str:  # noqa: ARG002 - nothing is asked
        """Everybody enters by the same address."""
        return ""

    @property
    def _base(self) -> str:
        return f"{self.account.url.rstrip('/') or API_BASE}/v1"

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        url = f"{self._base}/{path}"
        return bearing(self._token, lambda headers: call(self.account, method, url, headers=headers, body=body))

    def _token(self) -> str:
        used = self.renewed or self.account.refresh_token
        form = {
            "grant_type": "refresh_token",
            "client_id": self.account.app_id,
            "client_secret": self.account.secret,
            "refresh_token": used,
        }
        answer = call(self.account, "POST", f"{self._base}/access_token", form=form)
        given = answer.values.get("refresh_token")
        if isinstance(given, str) and given and given != used:
            self.renewed = given
        return answer.text("access_token")


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
