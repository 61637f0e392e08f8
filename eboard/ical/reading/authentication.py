"""What the receiving server says of a sender (Authentication-Results, RFC 8601)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eboard.ical.reading.enums import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

_REMARK = re.compile(r"\([^()]*\)")
_METHOD = re.compile(r"\s*([a-z0-9-]+)(?:/\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
_PROPERTY = re.compile(r"([a-z0-9-]+\.[a-z0-9-]+)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
# Where each method names the domain it vouches for.
_DOMAINS = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom", "smtp.from")}


def verdict(results: Sequence[str], sender: str, authserv_id: str) -> Verdict:
    """Whether one server vouches for the domain of ``sender``.

    Of the headers that carry its id the topmost alone is believed: a server adds its own on top, and whatever stands
    below may have come with the mail. The headers of all others are ignored (RFC 8601 section 4.1).
    """
    if not authserv_id or not sender:
        return Verdict.UNKNOWN
    mine = (said for server, said in map(_split, results) if server == authserv_id.lower())
    return _judge(next(mine, ""), sender.rpartition("@")[2])


def _split(header: str) -> tuple[str, str]:
    bare = _REMARK.sub(" ", " ".join(header.split())[:10_000])
    server, _, said = bare.partition(";")
    return (server.split() or [""])[0].lower(), said


def _judge(said: str, domain: str) -> Verdict:
    has_passed = False
    for result in said.split(";"):
        found = _METHOD.match(result)
        method, outcome = (found[1].lower(), found[2].lower()) if found else ("", "")
        if (method, outcome) == ("dmarc", "fail"):
            return Verdict.FAILED
        if outcome == "pass" and method in _DOMAINS:
            has_passed = has_passed or _vouches(method, result, domain)
    return Verdict.PASSED if has_passed else Verdict.UNKNOWN


def _vouches(method: str, result: str, domain: str) -> bool:
    """Whether a result that passed is about the domain of the sender, or one above it (RFC 7489 section 3.1)."""
    said = {name.lower(): value.lower().rpartition("@")[2] for name, value in _PROPERTY.findall(result)}
    named = [said[name] for name in _DOMAINS[method] if name in said]
    return any(domain == one or ("." in one and domain.endswith(f".{one}")) for one in named)
