"""The rotating code of a meeting: six letters and digits that anybody in the call may read and type.

Nothing is stored: a code is an HMAC over the meeting and a window of time, under a key derived for that meeting. It is
shown for one window and holds into the next one, for whoever began to type it.
"""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from eboard.core.crypto import Keyring

WINDOW = timedelta(minutes=5)
GRACE = timedelta(minutes=2)  # after its window, a code is still good
LENGTH = 6
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that reads like something else; 30 bits in six of them


def code_at(meeting_id: UUID, moment: datetime, keyring: Keyring) -> str:
    """The code that is shown at an instant."""
    return _code(meeting_id, _window(moment), keyring)


def seconds_left(moment: datetime) -> int:
    """How long the code of this instant is still shown; at least one second."""
    length = int(WINDOW.total_seconds())
    return length - int(moment.timestamp()) % length


def is_good(typed: str, meeting_id: UUID, moment: datetime, keyring: Keyring) -> bool:
    """Whether a code is that of this meeting now or was a moment ago; the comparison tells nothing by its time."""
    bare = plain(typed)
    shown = {_window(moment), _window(moment - GRACE)}
    found = [hmac.compare_digest(bare.encode(), _code(meeting_id, window, keyring).encode()) for window in shown]
    return any(found)


def plain(typed: str) -> str:
    """A code without the blanks and dashes people put into it, in capitals."""
    return "".join(one for one in typed.upper() if one.isalnum())


def spaced(code: str) -> str:
    """A code in two groups, as it is read out."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def _window(moment: datetime) -> int:
    return int(moment.timestamp() // WINDOW.total_seconds())


def _code(meeting_id: UUID, window: int, keyring: Keyring) -> str:
    number = int.from_bytes(keyring.index(str(window), owner=meeting_id, purpose="check-in"), "big")
    return "".join(ALPHABET[(number >> 5 * place) & 31] for place in range(LENGTH))
