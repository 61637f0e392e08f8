"""Mail messages, with or without a calendar part (RFC 6047, RFC 5322).

A message is a function of its values: the same values give the same bytes, so a retry repeats itself exactly.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING

from eboard.ical.checks import check_utc
from eboard.ical.text import display_name, one_line

if TYPE_CHECKING:
    from datetime import datetime

    from eboard.ical.enums import Method
    from eboard.ical.values import Party

SUBJECT_LENGTH = 200
MESSAGE_ID = re.compile(r"<[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9.-]+>")
MESSAGE_ID_OCTETS = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The header of a message: one sender, one recipient.

    `message_id` stands in angle brackets; `date` is in UTC and, like it, kept for every retry. `unsubscribe` is the
    https address of the page where the recipient can do without such messages (RFC 2369 3.2).

    Raises:
        ValueError: The message id is malformed or the date is not in UTC.
    """

    sender: Party
    recipient: Party
    subject: str
    message_id: str
    date: datetime
    reply_to: Party | None = None
    unsubscribe: str | None = None

    def __post_init__(self) -> None:
        if not MESSAGE_ID.fullmatch(self.message_id) or len(self.message_id) > MESSAGE_ID_OCTETS:
            raise ValueError("message_id must have the form <id@domain>, in at most 255 octets.")
        check_utc("date", self.date)


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """The bytes of an iTIP message and its method.

    Raises:
        ValueError: The bytes carry another METHOD (RFC 6047 2.4).
    """

    content: bytes
    method: Method

    def __post_init__(self) -> None:
        if f"\r\nMETHOD:{self.method.value}\r\n".encode() not in self.content:
            raise ValueError("The calendar part must carry the METHOD it is announced with.")


def compose(
    envelope: Envelope, *, text: str, html: str | None = None, calendar: CalendarPart | None = None
) -> EmailMessage:
    """The message; `as_bytes()` gives what goes over the wire.

    The calendar part is the last of the alternatives, in base64 and not an attachment: anything else hides
    the answer buttons of one client or another.
    """
    message = EmailMessage(policy=SMTP)
    _add_headers(message, envelope)
    # Quoted-printable keeps every line short and 7-bit, whatever the servers on the way can do.
    message.set_content(text, cte="quoted-printable")
    if html is not None:
        message.add_alternative(html, subtype="html", cte="quoted-printable")
    if calendar is not None:
        message.add_alternative(
            calendar.content,
            maintype="text",
            subtype="calendar",
            cte="base64",
            params={"method": calendar.method.value, "charset": "utf-8"},
        )
    if message.is_multipart():
        _finish_multipart(message, envelope.message_id)
    return message


def _add_headers(message: EmailMessage, envelope: Envelope) -> None:
    message["From"] = _mailbox(envelope.sender)
    message["To"] = _mailbox(envelope.recipient)
    if envelope.reply_to:
        message["Reply-To"] = _mailbox(envelope.reply_to)
    if envelope.unsubscribe:
        # No List-Unsubscribe-Post (RFC 8058): a program that opens links must never silence a physician's reminders.
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe}>"
    message["Subject"] = _undecodable(one_line(envelope.subject, SUBJECT_LENGTH))
    message["Date"] = envelope.date
    message["Message-ID"] = envelope.message_id
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 5: keeps vacation notices away


def _mailbox(party: Party) -> Address:
    return Address(display_name=_undecodable(display_name(party.name)), addr_spec=party.email)


def _undecodable(text: str) -> str:
    # Typed text that looks like an encoded word would be decoded into something else (RFC 2047 2).
    return text.replace("=?", "= ?")


def _finish_multipart(message: EmailMessage, message_id: str) -> None:
    # "=_" can occur neither in quoted-printable nor in base64 (RFC 2045 6.7).
    message.set_boundary("=_" + hashlib.sha256(message_id.encode()).hexdigest()[:32])
    for part in message.iter_parts():
        del part["MIME-Version"]  # belongs to the whole message alone (RFC 2045 4)
