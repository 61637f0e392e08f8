"""Row identities, made by the application so that a row can be sealed and audited before it is stored."""

import secrets
from uuid import UUID

from eboard.core import time


def new_id() -> UUID:
    """A UUID of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = int(time.now().timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
