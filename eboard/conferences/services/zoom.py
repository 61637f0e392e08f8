"""Zoom: a server-to-server OAuth app of the hospital's own account makes scheduled meetings.

Token: https://developers.zoom.us/docs/internal-apps/s2s-oauth/; meetings: https://developers.zoom.us/docs/api/meetings/.
"""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, timedelta
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from eboard.conferences.enums import Problem
from eboard.conferences.services.calls import Answer, ServiceError, bearing, call, gone_is_fine
from eboard.conferences.services.service import Account, Made, Wish

API_BASE = "https://api.zoom.us"
TOKEN_BASES = {API_BASE: "https://zoom.us", "https://api.zoomgov.com": "https://zoomgov.com"}
SCHEDULED = 2  # the type of a meeting with a start
NO_REGISTRATION = 2

# Whoever enters comes through our door, but an address can be handed on: strangers wait until a host lets them in.
SETTINGS: Mapping[str, Any] = {
    "auto_recording": "none",
    "auto_start_meeting_summary": False,
    "auto_start_ai_companion_questions": False,
    "waiting_room": True,
    "join_before_host": False,
    "use_pmi": False,
    "approval_type": NO_REGISTRATION,
    "email_notification": False,
}


class Zoom:
    """A Zoom account: account id, client id and secret of the app, and the user who hosts."""

    ahead: ClassVar[timedelta] = timedelta(days=14)

    def __init__(self, account: Account) -> None:
        self.account = account
        self.renewed = ""

    def make(self, wish: Wish) -> Made:
        """Schedule a meeting."""
        body = {
            "topic": wish.title,
            "type": SCHEDULED,
            "start_time": f"{wish.starts_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "timezone": "UTC",
            "duration": wish.minutes,
            "settings": dict(SETTINGS),
        }
        answer = self._call("POST", f"users/{quote(self.account.host, safe='')}/meetings", body)
        return Made(answer.text("id"), answer.address("join_url"))

    def end(self, external_id: str) -> None:
        """End the meeting for everybody in it, then delete it."""
        meeting = f"meetings/{quote(external_id, safe='')}"
        try:
            self._call("PUT", f"{meeting}/status", {"action": "end"})
        except ServiceError as error:
            if error.problem is not Problem.REJECTED:  # which it is when nobody is in it
                raise
        gone_is_fine(lambda: self._call("DELETE", meeting))

    def open(self, external_id: str, wish: Wish, *, as_host: bool) -> str:  # noqa: ARG002 - the meeting stays
        """The host's address, which is good for two hours and so is asked for when somebody hosts."""
        if not as_host:
            return ""
        return self._call("GET", f"meetings/{quote(external_id, safe='')}").address("start_url")

    @property
    def _base(self) -> str:
        return self.account.url.rstrip("/") or API_BASE

    @property
    def token_url(self) -> str:
        """Where tokens are asked for: each cloud has a host of its own for them."""
        query = urlencode({"grant_type": "account_credentials", "account_id": self.account.account_id})
        return f"{TOKEN_BASES.get(self._base, self._base)}/oauth/token?{query}"

    def _call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Answer:
        url = f"{self._base}/v2/{path}"
        return bearing(self._token, lambda headers: call(self.account, method, url, headers=headers, body=body))

    def _token(self) -> str:
        pair = b64encode(f"{self.account.app_id}:{self.account.secret}".encode()).decode()
        headers = {"Authorization": f"Basic {pair}"}
        return call(self.account, "POST", self.token_url, headers=headers).text("access_token")
