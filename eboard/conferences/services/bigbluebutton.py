"""BigBlueButton: calls signed with a checksum, and a way in that we sign ourselves.

The requests are those of https://docs.bigbluebutton.org/development/api: each carries ``checksum``, the digest of the
name of the call, the query and the shared secret. We use SHA-256, which servers accept since version 2.2.5.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from eboard.conferences.entry import Entry
from eboard.conferences.enums import Problem
from eboard.conferences.services.calls import Answer, ServiceError, call
from eboard.conferences.services.service import Account, Made, Wish

LONGEST_NAME = 64  # characters, of servers since 2.4
MODERATOR, VIEWER = "MODERATOR", "VIEWER"


class BigBlueButton:
    """A BigBlueButton server of one's own; ``url`` is its API address, such as https://host/bigbluebutton/api.

    A room nobody is in goes away by itself, so it is made shortly before the door opens and again at every entry:
    making a room that is there changes nothing.
    """

    ahead: ClassVar[timedelta] = timedelta(minutes=35)

    def __init__(self, account: Account) -> None:
        self.account = account
        self.renewed = ""

    def make(self, wish: Wish) -> Made:
        """Create the room."""
        self._call(
            "create",
            {
                "name": wish.title[:LONGEST_NAME],
                "meetingID": wish.name,
                "attendeePW": password(self.account.secret, wish.name, VIEWER),
                "moderatorPW": password(self.account.secret, wish.name, MODERATOR),
                "record": "false",
                "autoStartRecording": "false",
                "allowStartStopRecording": "false",
            },
        )
        return Made(wish.name)

    def end(self, external_id: str) -> None:
        """End the room; everybody in it is sent away."""
        secret = password(self.account.secret, external_id, MODERATOR)
        try:
            self._call("end", {"meetingID": external_id, "password": secret})
        except NoSuchRoomError:
            return

    def open(self, external_id: str, wish: Wish, *, as_host: bool) -> str:  # noqa: ARG002 - the way in is signed
        """Create the room again, should it have gone away."""
        self.make(wish)
        return ""

    def _call(self, name: str, query: Mapping[str, str]) -> Answer:
        answer = call(self.account, "GET", signed(self.account.url, name, query, self.account.secret))
        code = _word(answer, "returncode")
        if code == "FAILED" and _word(answer, "messageKey") in {"notFound", "invalidMeetingIdentifier"}:
            raise NoSuchRoomError(Problem.REJECTED, answer.status)
        if code == "FAILED":
            wrong_secret = _word(answer, "messageKey") == "checksumError"
            raise ServiceError(Problem.REFUSED if wrong_secret else Problem.REJECTED, answer.status)
        if code != "SUCCESS":
            raise ServiceError(Problem.GARBLED, answer.status)
        return answer


class NoSuchRoomError(ServiceError):
    """The server knows no room of this name."""


def join_url(entry: Entry) -> str:
    """The address that opens the room for one person, as moderator or viewer."""
    query = {
        "fullName": entry.name,
        "meetingID": entry.room,
        "role": MODERATOR if entry.is_moderator else VIEWER,
        "userID": str(entry.person_id),
    }
    return signed(entry.url, "join", query, entry.secret)


def signed(url: str, name: str, query: Mapping[str, str], secret: str) -> str:
    """The address of a call with its checksum."""
    asked = urlencode(query)
    return f"{url.rstrip('/')}/{name}?{asked}&checksum={hashlib.sha256(f'{name}{asked}{secret}'.encode()).hexdigest()}"


def password(secret: str, room: str, role: str) -> str:
    """The password of a role in a room; it follows from what both sides know, so that every create is the same.

    Older servers ask for the moderator's when a room is ended. Nobody enters with one.
    """
    return hmac.new(secret.encode(), f"{room}/{role}".encode(), hashlib.sha256).hexdigest()[:20]


def _word(answer: Answer, element: str) -> str:
    """The word in an element of the flat answer; read without a parser, which would follow what XML can ask for."""
    found = re.search(rf"<{element}>\s*(\w+)\s*</{element}>".encode(), answer.body)
    return found.group(1).decode() if found else ""
