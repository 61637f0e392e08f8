"""Time-based one-time codes (RFC 6238): six digits from SHA-1 of a shared secret and a step of 30 seconds.

These are the parameters that every authenticator app understands.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode
from uuid import UUID

from eboard.core.crypto import Place

SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # as long as the hash, RFC 4226 section 4
DRIFT = 1  # steps that a clock may be off, RFC 6238 section 5.2


def place_of(credential_id: UUID) -> Place:
    """Where the sealed secret of an authenticator app belongs."""
    return Place(label="totp", version=1, row_id=credential_id)


def new_secret() -> str:
    """A random secret in base32, as apps take it."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Whether a text is a secret of the right length."""
    try:
        return len(base64.b32decode(text)) == SECRET_BYTES
    except (binascii.Error, ValueError):
        return False


def step_of(moment: datetime) -> int:
    """The number of the step that holds an instant."""
    return int(moment.timestamp()) // SECONDS


def code_at(secret: str, step: int) -> str:
    """The code of one step (RFC 4226 section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, code: str, *, moment: datetime, last: int) -> int | None:
    """The step whose code was typed, among those around ``moment`` and later than ``last``: none counts twice."""
    now = step_of(moment)
    steps = [step for step in range(now - DRIFT, now + DRIFT + 1) if step > last]
    fitting = [step for step in steps if hmac.compare_digest(code_at(secret, step).encode(), code.encode())]
    return fitting[0] if fitting else None


def address_of(secret: str, *, account: str) -> str:
    """What the QR code says to an authenticator app."""
    return f"otpauth://totp/{quote(f'eBoard:{account}')}?{urlencode({'secret': secret, 'issuer': 'eBoard'})}"
