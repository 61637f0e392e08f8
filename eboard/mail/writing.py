"""Writing a mail: its reader, its texts and what else is known of it become a message."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol, TypedDict, Unpack
from uuid import UUID

from eboard.ical.mime import CalendarPart
from eboard.ical.values import Party
from eboard.mail.enums import NoticeKind
from eboard.mail.message import Message
from eboard.mail.templates import render


class Reader(Protocol):
    """The person a mail is for."""

    @property
    def id(self) -> UUID:
        """Who chose what he or she is told."""

    @property
    def name(self) -> str:
        """How the mail addresses its reader."""

    @property
    def email(self) -> str:
        """Where it goes, unless it names another address."""

    @property
    def locale(self) -> str:
        """Its language."""

    @property
    def zone(self) -> str:
        """Its clocks, as an IANA name."""


class Options(TypedDict, total=False):
    """What a `Message` may have and most do without."""

    board_id: UUID | None
    sender: Party
    reply_to: Party
    calendar: CalendarPart
    thread_key: str
    good_until: datetime


def write(
    reader: Reader,
    folder: str,
    values: Mapping[str, Any],
    *,
    kind: NoticeKind,
    dedupe_key: str,
    address: str | None = None,
    **options: Unpack[Options],
) -> Message:
    """A mail with the texts of ``templates/<folder>/``, which know the reader as ``person`` and his or her ``zone``.

    ``address`` is where it goes if that is not the reader's address of today.
    """
    texts = render(folder, kind=kind, locale=reader.locale, person=reader, zone=reader.zone, **values)
    return Message(
        kind=kind,
        dedupe_key=dedupe_key,
        recipient=Party(email=address or reader.email, name=reader.name),
        subject=texts.subject,
        text=texts.text,
        html=texts.html,
        person_id=reader.id,
        **options,
    )
