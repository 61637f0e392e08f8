"""Jitsi Meet with signed tokens: who may enter a room, and as what.

The token is a JWT signed with HS256 that the server's token authentication checks. Its claims are those of
lib-jitsi-meet's ``doc/tokens.md``: ``iss`` the application id, ``aud`` the audience agreed on, ``sub`` the domain of
the server, ``room`` the one room it opens, ``exp`` its end, ``context.user`` who enters.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import jwt

from eboard.conferences.entry import Entry

AUDIENCE = "jitsi"
LASTS = timedelta(minutes=5)  # long enough to open the page; the room keeps whoever has entered
CLOCKS_DIFFER = timedelta(seconds=30)


def room_token(entry: Entry) -> str:
    """A token for one room, one person and the next minutes."""
    claims = {
        "iss": entry.app_id,
        "aud": AUDIENCE,
        "sub": urlsplit(entry.url).hostname,
        "room": entry.room,
        "nbf": entry.moment - CLOCKS_DIFFER,
        "exp": entry.moment + LASTS,
        "context": {
            "user": {
                "id": str(entry.person_id),
                "name": entry.name,
                "moderator": "true" if entry.is_moderator else "false",  # a text: anything else stops the server
                "affiliation": "owner" if entry.is_moderator else "member",
            }
        },
    }
    return jwt.encode(claims, entry.secret, algorithm="HS256")


def room_url(entry: Entry) -> str:
    """The address that opens the room with a token minted now."""
    return f"{entry.url.rstrip('/')}/{entry.room}?jwt={room_token(entry)}"
