"""Row identities, made by the application so that a row can be sealed and audited before it is stored."""

import secrets
from threading import Lock
from uuid import UUID

from eboard.core import time

_TAIL_BITS = 74
_STEP_BITS = 32

_lock = Lock()
_last_moment = _last_tail = 0


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits.

    Those that a process makes within one millisecond rise too (section 6.2, method 2), so that rows of one
    transaction keep their order.
    """
    milliseconds = int(time.now().timestamp() * 1000)
    tail = _next_tail(milliseconds)
    value = milliseconds << 80 | 0x7 << 76 | tail >> 62 << 64 | 0b10 << 62 | tail & (1 << 62) - 1
    return UUID(int=value)


def _next_tail(milliseconds: int) -> int:
    global _last_moment, _last_tail
    with _lock:
        tail = _last_tail + 1 + secrets.randbits(_STEP_BITS)
        if milliseconds != _last_moment or tail >> _TAIL_BITS:
            tail = secrets.randbits(_TAIL_BITS)
        _last_moment, _last_tail = milliseconds, tail
        return tail
