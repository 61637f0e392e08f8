"""Answers to real invitations of a test, and taking them in."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from flask import current_app

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.actions import Received, receive
from eboard.invitations.models import IncomingMessage, Invitation
from eboard.invitations.queries import mine
from tests.conftest import NOW
from tests.ical.mails import attendee, calendar, event, mail, part
from tests.invitations.reading import delivered
from tests.world import World, make_meeting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eboard.meetings.models import Meeting
    from eboard.people.models import Person

TOLD_AT = NOW + timedelta(seconds=121)
LATER = NOW + timedelta(minutes=10)
SERVER = "mx.eboard.example.org"
PROVEN = f"Authentication-Results: {SERVER}; dmarc=pass header.from=example.org\r\n"
_numbers = count()


def told_meeting(world: World, **values: Any) -> Meeting:
    """A published meeting whose invitations have left."""
    with unit_of_work():
        meeting = make_meeting(world.board, **values)
    with time.at(TOLD_AT):
        delivered()
    db.session.expire_all()
    return meeting


def invitation_of(meeting: Meeting, person: Person) -> Invitation:
    found = mine(person.id, meeting.id)
    assert found is not None
    return found


def address_of(invitation: Invitation) -> str:
    return f"invitation+{invitation.tag}@eboard.example.org"


def stamp(minutes: int) -> str:
    return f"{NOW + timedelta(minutes=minutes):%Y%m%dT%H%M%SZ}"


def answer(
    invitation: Invitation,
    partstat: str = "ACCEPTED",
    *lines: str,
    who: str | None = None,
    sender: str | None = None,
    to: str | None = None,
    method: str = "REPLY",
    headers: str = "",
    parameters: dict[str, str] | None = None,
    **values: Any,
) -> bytes:
    """A mail that answers an invitation, by default as its person does; each one is another mail."""
    named = attendee(partstat, invitation.person.email if who is None else who, **(parameters or {}))
    content = calendar(*event(named, *lines, **{"uid": invitation.meeting.uid, **values}), method=method)
    return mail(
        part(content, f"text/calendar; method={method}; charset=utf-8", "8bit"),
        sender=invitation.person.email if sender is None else sender,
        to=address_of(invitation) if to is None else to,
        headers=headers,
        message_id=f"<{next(_numbers)}@example.org>",
    )


def take(raw: bytes, *, at: datetime = LATER) -> Received:
    """Take a mail in, some minutes later."""
    with time.at(at), unit_of_work():
        received = receive(raw=raw)
    db.session.expire_all()
    return received


def said(received: Received) -> tuple[str, str | None]:
    return str(received.outcome), str(received.reason) if received.reason else None


def became(raw: bytes, *, at: datetime = LATER) -> tuple[str, str | None]:
    """What becomes of a mail, in two words."""
    return said(take(raw, at=at))


def stored() -> list[IncomingMessage]:
    return list(db.session.query(IncomingMessage).order_by(IncomingMessage.id))


@contextmanager
def configured(**values: Any) -> Iterator[None]:
    """Other settings for a while."""
    kept = current_app.config["EBOARD"]
    current_app.config["EBOARD"] = replace(kept, **values)
    try:
        yield
    finally:
        current_app.config["EBOARD"] = kept
