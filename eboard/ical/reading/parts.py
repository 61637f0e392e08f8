"""The parts of a mail: where a calendar may sit, and what a person wrote beside it."""

from __future__ import annotations

from email.message import Message
from typing import TYPE_CHECKING

from eboard.ical.reading.answers import Found, answer_in
from eboard.ical.reading.lines import read_calendars
from eboard.ical.reading.text import MARK, calendar_bytes, decode, other_bytes
from eboard.ical.text import UNSAFE

if TYPE_CHECKING:
    from eboard.ical.reading.values import IncomingAnswer

_CALENDAR_TYPES = {"text/calendar": 1, "application/ics": 2, "text/x-vcalendar": 2, "application/calendar": 2}
_BY_CONTENT, _BY_NAME = 3, 4
_ENDINGS = (".ics", ".ical", ".vcs", ".ifb")
MOST_PARTS = 200
LONGEST_REMARK = 5_000


def is_report(part: Message) -> bool:
    """Whether this is a report about another mail, which may contain our own invitation."""
    return part.get_content_type() == "multipart/report"


def holds_report(message: Message) -> bool:
    """Whether a part of a mail is a report."""
    return any(is_report(part) for part in _walk(message))


def leaves(message: Message) -> list[Message]:
    """The parts that hold something, in order; what is inside a report or a forwarded mail is left alone.

    A multipart whose boundary is missing was not taken apart, and holds its parts as text.
    """
    return [part for part in _walk(message) if not _is_taken_apart(part) and not is_report(part)]


def _is_taken_apart(part: Message) -> bool:
    return part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list)


def _walk(message: Message) -> list[Message]:
    """The mail and its parts in order, but for those of other mails in it; of a report within a mail, itself only."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < MOST_PARTS:
        part = waiting.pop()
        found.append(part)
        content = part.get_payload()
        is_closed = part.get_content_maintype() == "message" or (is_report(part) and part is not message)
        if isinstance(content, list) and not is_closed:
            waiting += [one for one in reversed(content) if isinstance(one, Message)]
    return found


def calendars_in(parts: list[Message], sender: str) -> tuple[Found, bytes, bool]:
    """What the best part says, its bytes, and whether another part of the same mail says something else.

    A part with the type of a calendar and a method goes first, then by type, by content, by file name.
    """
    ranked = sorted(((rank, part) for part in parts if (rank := _rank(part)) is not None), key=lambda pair: pair[0])
    read = [(_found(part, sender), _content(part)) for _rank_, part in ranked]
    if not read:
        return Found(), b"", False
    answers = [pair for pair in read if pair[0].answer is not None]
    found, content = answers[0] if answers else read[0]
    said = {_essence(one.answer) for one, _bytes in answers if one.answer is not None}
    return found, content, len(said) > 1


def _essence(answer: IncomingAnswer) -> tuple[object, ...]:
    return (answer.method, answer.uid, answer.attendee, answer.partstat, answer.sequence, answer.comment)


def _rank(part: Message) -> int | None:
    """How sure it is that the part is a calendar, the smaller the surer; None for what is none."""
    rank = _CALENDAR_TYPES.get(part.get_content_type())
    if rank is not None:
        return 0 if rank == 1 and _parameter(part, "method") else rank
    if part.get_content_type() == "text/html" or part.get_content_maintype() in {"message", "image", "audio"}:
        return None
    if MARK in _content(part).upper():
        return _BY_CONTENT
    names = (_parameter(part, "filename", "Content-Disposition"), _parameter(part, "name"))
    return _BY_NAME if any(name.lower().endswith(_ENDINGS) for name in names) else None


def _found(part: Message, sender: str) -> Found:
    calendars = read_calendars(_content(part), _parameter(part, "charset"))
    return answer_in(calendars, announced=_parameter(part, "method"), sender=sender)


def _content(part: Message) -> bytes:
    return calendar_bytes(_payload(part), _encoding(part))


def _payload(part: Message) -> bytes:
    content = part.get_payload()
    return content.encode("latin-1", "replace") if isinstance(content, str) else b""


def _encoding(part: Message) -> str:
    return str(part.get("Content-Transfer-Encoding", "")).strip().lower()


def _parameter(part: Message, name: str, header: str = "Content-Type") -> str:
    """A parameter of a header, also one in the form of RFC 2231; empty without one."""
    try:
        found = part.get_param(name, "", header)
    except (ValueError, LookupError):
        return ""
    return found[2] if isinstance(found, tuple) else found


def remark(parts: list[Message]) -> str:
    """The first plain text of the mail."""
    for part in parts:
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            content = other_bytes(_payload(part), _encoding(part))
            if MARK not in content.upper():
                return UNSAFE.sub("", decode(content, _parameter(part, "charset"))).strip()[:LONGEST_REMARK]
    return ""
