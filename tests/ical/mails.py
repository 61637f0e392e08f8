"""Makers of mails that come back: the calendar of an answer, and the mail around it."""

from __future__ import annotations

import base64
import quopri
from typing import Any

UID = "0199c8a1-4d2e-7b11-9c55-0a1b2c3d4e5f@eboard.example.org"
RITA = "rita.radiologist@example.org"
OURS = "invitation+0123456789abcdef0123@eboard.example.org"
START, END = "20260309T190000Z", "20260309T200000Z"


def attendee(partstat: str = "ACCEPTED", address: str = RITA, **parameters: str) -> str:
    more = "".join(f";{name.replace('_', '-').upper()}={value}" for name, value in parameters.items())
    return f"ATTENDEE;PARTSTAT={partstat}{more}:mailto:{address}"


def event(*lines: str, uid: str = UID, sequence: int | None = 0, dtstamp: str | None = "20260302T150500Z") -> list[str]:
    """The lines of a VEVENT."""
    return [
        "BEGIN:VEVENT",
        f"UID:{uid}",
        *([f"SEQUENCE:{sequence}"] if sequence is not None else []),
        *([f"DTSTAMP:{dtstamp}"] if dtstamp else []),
        *lines,
        "END:VEVENT",
    ]


def calendar(*lines: str, method: str | None = "REPLY", end: str = "\r\n") -> bytes:
    """The bytes of a VCALENDAR around lines."""
    named = [f"METHOD:{method}"] if method else []
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Somebody//Calendar//EN", *named, *lines, "END:VCALENDAR", ""]
    return end.join(whole).encode()


def reply(*lines: str, method: str | None = "REPLY", **values: Any) -> bytes:
    """The calendar of an answer with one event."""
    return calendar(*event(*(lines or (attendee(),)), **values), method=method)


def part(content: bytes, kind: str = "text/calendar; method=REPLY; charset=utf-8", encoding: str = "") -> bytes:
    """A part of a mail, or the end of a mail that is nothing else."""
    head = f"Content-Type: {kind}\r\n"
    if encoding:
        head += f"Content-Transfer-Encoding: {encoding}\r\n"
    body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(encoding, bytes)(content)
    return head.encode() + b"\r\n" + body


def multipart(*parts: bytes, kind: str = "alternative", boundary: str = "=_b", more: str = "") -> bytes:
    """Several parts as one."""
    inner = b"".join(b"--" + boundary.encode() + b"\r\n" + one + b"\r\n" for one in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}\r\n\r\n'
    return head.encode() + inner + b"--" + boundary.encode() + b"--\r\n"


def text(words: str, encoding: str = "8bit") -> bytes:
    return part(words.encode(), "text/plain; charset=utf-8", encoding)


def mail(
    content: bytes | None = None,
    *,
    sender: str = RITA,
    to: str = OURS,
    headers: str = "",
    message_id: str = "<a@example.org>",
) -> bytes:
    """A whole mail; ``headers`` are further lines, each with its CRLF."""
    head = f"From: Rita <{sender}>\r\nTo: {to}\r\nSubject: Accepted\r\n"
    head += f"Message-ID: {message_id}\r\nMIME-Version: 1.0\r\n"
    return (head + headers).encode() + (part(reply()) if content is None else content)


def delivery_report(
    *, message_id: str, recipient: str = RITA, action: str = "failed", status: str = "5.1.1", to: str = OURS
) -> bytes:
    """A report that a mail of ours did not arrive, or is late, with our own invitation in it."""
    ours = mail(part(calendar(*event(attendee()), method="REQUEST")), sender=to, to=recipient)
    status_part = (
        "Reporting-MTA: dns; mx.example.org\r\n\r\n"
        f"Final-Recipient: rfc822; {recipient}\r\nAction: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 no such user\r\n"
    )
    returned = ours.replace(b"Message-ID: <a@example.org>", f"Message-ID: {message_id}".encode())
    whole = multipart(
        text("It did not arrive."),
        part(status_part.encode(), "message/delivery-status"),
        part(returned, "message/rfc822"),
        kind="report",
        more="; report-type=delivery-status",
    )
    head = f"From: Mail Delivery <mailer-daemon@mx.example.org>\r\nTo: {to}\r\nReturn-Path: <>\r\nMIME-Version: 1.0\r\n"
    return head.encode() + whole
