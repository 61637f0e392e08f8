"""Secrets that are shown once: sign-in sessions, one-time links, feed addresses."""

import hashlib
import secrets


def new_token() -> str:
    """256 random bits as 43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is stored of a token. It is random, so a plain SHA-256 cannot be guessed back."""
    return hashlib.sha256(token.encode()).digest()


def short_tag() -> str:
    """80 random bits in lower case letters and digits, for addresses and room names that people may read out."""
    return secrets.token_hex(10)
