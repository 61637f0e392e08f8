"""From bytes of a calendar to text: whatever the transfer encoding and the character set claim."""

from __future__ import annotations

import base64
import quopri
import re

_PARAMETERS = (
    rb"PARTSTAT|ROLE|RSVP|CUTYPE|CN|TZID|VALUE|LANGUAGE|EMAIL|DELEGATED-TO|DELEGATED-FROM|SENT-BY|DIR|X-[A-Z-]+"
)
# A parameter whose "=" was left as it is inside quoted-printable: "=AC" of "=ACCEPTED" would become one byte.
_HALF_ENCODED = re.compile(rb"(;(?:" + _PARAMETERS + rb")=)(?!3D|\n)", re.IGNORECASE)
_ENCODED = re.compile(rb";(?:" + _PARAMETERS + rb")=3D", re.IGNORECASE)
_BASE64_START = b"QkVHSU46VkNBTEVOREFS"  # BEGIN:VCALENDAR
_LINE_END = re.compile(rb"\r{0,3}\n|\r")  # bounded: a long run must not take long
_FOLD = re.compile(rb"\n{1,3}[ \t]")
# Character sets in which plain bytes mean something else, so that trying UTF-8 first would be wrong.
_SHIFTED = re.compile(r"(?i)iso-?2022|utf-?7|hz")
_CHARSET = re.compile(r"(?i)(?:us-)?ascii|iso|latin|utf|windows|cp|koi8|gb|big5|euc|shift|sjis|mac|ks_c|tis|hz")
MARK = b"BEGIN:VCALENDAR"


def plain_lines(data: bytes) -> bytes:
    """The bytes with LF alone as the end of each line."""
    return _LINE_END.sub(b"\n", data)


def calendar_bytes(payload: bytes, encoding: str) -> bytes:
    """A part without its transfer encoding, whether the header tells the truth about it or not."""
    stripped = payload.strip()
    if stripped.startswith(_BASE64_START) or (encoding == "base64" and MARK not in payload.upper()):
        return _from_base64(stripped)
    if encoding == "quoted-printable" or _ENCODED.search(payload):
        return _from_quoted_printable(payload)
    return payload


def other_bytes(payload: bytes, encoding: str) -> bytes:
    """The same for a part that need not be a calendar."""
    if encoding == "base64":
        return _from_base64(payload.strip())
    return _from_quoted_printable(payload) if encoding == "quoted-printable" else payload


def _from_base64(payload: bytes) -> bytes:
    """Whatever the characters of the alphabet give; one that is left over says nothing."""
    compact = re.sub(rb"[^A-Za-z0-9+/]", b"", payload)
    whole = compact[: len(compact) - (len(compact) % 4 == 1)]
    return base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _from_quoted_printable(payload: bytes) -> bytes:
    return quopri.decodestring(_HALF_ENCODED.sub(rb"\g<1>3D", payload))


def unfold(data: bytes) -> bytes:
    """The content lines, each on one line (RFC 5545 section 3.1): a fold may split a character, so bytes first.

    An empty line in the middle ends nothing.
    """
    return _FOLD.sub(b"", plain_lines(data))


def decode(data: bytes, charset: str) -> str:
    """The text: in a shifted character set if one is named, else UTF-8, else what is named, else Latin-1."""
    known = charset if _CHARSET.match(charset) else ""
    for name in (known if _SHIFTED.match(known) else "", "utf-8", known):
        try:
            return data.decode(name).removeprefix("\ufeff")
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")
