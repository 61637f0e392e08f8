"""Delivery reports (RFC 3464): which of our mails did not arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eboard.ical.reading.addresses import bare_address
from eboard.ical.reading.values import Bounce

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message

_MESSAGE_ID = re.compile(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)")
_ANGLED = re.compile(r"<[^<>\s]{1,250}>")
_STATUS = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


def bounce_in(message: Message, parts: Iterable[Message]) -> Bounce:
    """What the report says; of several recipients, the first that was not reached."""
    leaves = list(parts)
    reports = [_fields(part) for part in leaves if part.get_content_type() == "message/delivery-status"]
    groups = [group for report in reports for group in report if "final-recipient" in group or "action" in group]
    told = next((one for one in groups if _word(one.get("action", "")) == "failed"), groups[0] if groups else {})
    status = _STATUS.search(told.get("status", ""))
    return Bounce(
        message_id=_original_id(message, leaves),
        recipient=_recipient(told),
        action=_word(told.get("action", "")),
        status=status[0] if status else "",
    )


def _word(text: str) -> str:
    return (text.split() or [""])[0].lower()


def _recipient(group: dict[str, str]) -> str:
    """The address that was written to, before anybody forwarded it (RFC 3464 section 2.3.1)."""
    named = (group.get(name, "").rpartition(";")[2] for name in ("original-recipient", "final-recipient"))
    return next((address for text in named if (address := bare_address(text))), "")


def _fields(part: Message) -> list[dict[str, str]]:
    """The groups of fields of a status part, each as lower-case names and values."""
    content = part.get_payload()
    blocks = [str(block) for block in content] if isinstance(content, list) else str(content).split("\n\n")
    return [dict(_field(line) for line in _unfolded(block) if ":" in line) for block in blocks]


def _unfolded(block: str) -> list[str]:
    return re.sub(r"\n[ \t]+", " ", block).split("\n")


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _original_id(message: Message, leaves: list[Message]) -> str:
    """The Message-ID of what came back: from the copy of it, else from what the report says it answers."""
    for part in leaves:
        if part.get_content_type() in {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}:
            content = part.get_payload()
            inner = content[0] if isinstance(content, list) and content else content
            found = _MESSAGE_ID.search(str(inner)[:100_000])
            if found is not None:
                return found[1]
    named = _ANGLED.findall(f"{message.get('In-Reply-To', '')} {message.get('References', '')}")
    return named[-1] if named else ""
