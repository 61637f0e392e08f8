"""One mail from its bytes: who sent it, and what it answers."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.parser import HeaderParser, Parser
from typing import TYPE_CHECKING

from eboard.ical.reading.addresses import addresses
from eboard.ical.reading.answers import clean_comment
from eboard.ical.reading.authentication import verdict
from eboard.ical.reading.bounces import bounce_in
from eboard.ical.reading.enums import NoAnswer, Verdict
from eboard.ical.reading.parts import calendars_in, holds_report, is_report, leaves, remark
from eboard.ical.reading.text import plain_lines

if TYPE_CHECKING:
    from email.message import Message

    from eboard.ical.reading.values import Bounce, IncomingAnswer

LARGEST = 1024 * 1024
_HEADER_BYTES = 64 * 1024
_RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
_AUTOMATIC = re.compile(r"(?i)\s*(?:auto[-_]|vacation)")
_DAEMON = re.compile(r"(?:mailer-daemon|postmaster)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingMail:
    """A mail that came in: its sender (empty unless exactly one), whom it went to, and what it says.

    Either ``answer`` or ``reason`` is set. ``method`` and ``uid`` are known of many a mail that is no answer.
    ``fingerprint`` is the same for the same mail, by whatever way it is delivered again.
    """

    sender: str = ""
    verdict: Verdict = Verdict.UNKNOWN
    recipients: tuple[str, ...] = ()
    fingerprint: bytes
    method: str = ""
    uid: str = ""
    answer: IncomingAnswer | None = None
    reason: NoAnswer | None = None
    bounce: Bounce | None = None
    text: str = ""  # what a person wrote in it, for somebody to read


def read_mail(raw: bytes, *, authserv_id: str = "") -> IncomingMail:
    """Read one mail; ``authserv_id`` names the receiving server whose word on senders is believed."""
    is_too_large = len(raw) > LARGEST
    message = _parsed(plain_lines(raw[:_HEADER_BYTES] if is_too_large else raw), headers_only=is_too_large)
    reason = NoAnswer.TOO_LARGE if is_too_large else NoAnswer.UNREADABLE
    mail = IncomingMail(fingerprint=hashlib.sha256(raw).digest(), reason=reason)
    if message is None:
        return mail
    sender = _sender(message)
    mail = replace(
        mail,
        sender=sender,
        verdict=verdict(_all(message, "Authentication-Results"), sender, authserv_id),
        recipients=tuple(address for name in _RECIPIENTS for one in _all(message, name) for address in addresses(one)),
    )
    return mail if is_too_large else _with_content(mail, message)


def _parsed(raw: bytes, *, headers_only: bool) -> Message | None:
    """The mail taken apart; in Latin-1 each byte is one character and can be had back."""
    text = raw.decode("latin-1")
    try:
        return HeaderParser().parsestr(text) if headers_only else Parser().parsestr(text)
    except (MessageError, RecursionError, ValueError, LookupError):
        return None


def _with_content(mail: IncomingMail, message: Message) -> IncomingMail:
    parts = leaves(message)
    if is_report(message):
        bounce = bounce_in(message, parts)
        return replace(mail, reason=NoAnswer.BOUNCE, bounce=bounce)
    found, content, disagree = calendars_in(parts, mail.sender)
    text = remark(parts)
    if found.answer is None:
        reason = NoAnswer.BOUNCE if holds_report(message) else found.reason or _silence(mail, message)
        return replace(mail, reason=reason, method=found.method, uid=found.uid, text=text)
    answer = replace(found.answer, copies_disagree=disagree)
    if not answer.comment:
        answer = replace(answer, comment=clean_comment(text))
    return replace(
        mail,
        fingerprint=_fingerprint(message, content),
        reason=None,
        method=found.method,
        uid=found.uid,
        answer=answer,
        text=text,
    )


def _silence(mail: IncomingMail, message: Message) -> NoAnswer:
    """Why a mail without any calendar is none: a machine wrote it, or somebody wrote something else."""
    returned = "".join(_all(message, "Return-Path")).strip() == "<>"
    if _DAEMON.match(mail.sender) and returned:
        return NoAnswer.BOUNCE
    said = [*_all(message, "Auto-Submitted"), *_all(message, "X-Auto-Submitted"), *_all(message, "Precedence")]
    named = any(_all(message, name) for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder"))
    is_automatic = returned or named or any(map(_AUTOMATIC.match, said))
    return NoAnswer.AUTOMATIC if is_automatic else NoAnswer.NO_CALENDAR


def _sender(message: Message) -> str:
    """The address of From; empty without one, and for several, because then nobody answers for himself."""
    found = {address for header in _all(message, "From") for address in addresses(header)}
    return found.pop() if len(found) == 1 else ""


def _all(message: Message, name: str) -> list[str]:
    return [str(value) for value in message.get_all(name, [])]


def _fingerprint(message: Message, content: bytes) -> bytes:
    marks = [_all(message, name) for name in ("Message-ID", "Date", "From")]
    return hashlib.sha256(repr(marks).encode("utf-8", "replace") + content).digest()
