"""Reading the outbox, and the folder of .eml files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast
from uuid import UUID

from sqlalchemy import Select, exists, or_, select

from eboard.core.db import db
from eboard.mail.enums import LEFT_STATES, UNCONFIRMED, Delivery, MailState, NoticeKind
from eboard.mail.models import NoticeChoice, OutboxHold, OutboxMessage

SHOWN = (MailState.DEAD, MailState.BOUNCED, MailState.FAILED, MailState.HELD)
NEWEST = 200


def in_state(rows: Select[OutboxMessage], state: MailState) -> Select[OutboxMessage]:
    """Those of the messages that are in one state, the newest trouble first."""
    return rows.where(OutboxMessage.state == state).order_by(OutboxMessage.changed_at.desc(), OutboxMessage.id)


def choices_of(person_id: UUID) -> dict[NoticeKind, Delivery]:
    """What a person has chosen, by kind; a kind that is absent comes as usual."""
    chosen = db.session.scalars(select(NoticeChoice).where(NoticeChoice.person_id == person_id))
    return {row.kind: row.delivery for row in chosen}


def may_have_reached(thread_key: str) -> bool:
    """Whether a message of a thread may have arrived."""
    left = or_(OutboxMessage.state.in_(LEFT_STATES), OutboxMessage.error.startswith(UNCONFIRMED))
    return db.session.scalar(select(exists().where(OutboxMessage.thread_key == thread_key, left))) is True


def hold_in_force() -> OutboxHold | None:
    """What keeps the whole outbox from leaving."""
    return db.session.scalar(select(OutboxHold).order_by(OutboxHold.id).limit(1))


def held_messages() -> Sequence[OutboxMessage]:
    """All messages that were set apart, the oldest first."""
    return db.session.scalars(
        select(OutboxMessage).where(OutboxMessage.state == MailState.HELD).order_by(OutboxMessage.id)
    ).all()


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A message in the folder of .eml files."""

    name: str
    message: EmailMessage

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that people look for."""
        names = ("From", "To", "Reply-To", "Subject", "Date", "Message-ID")
        return {name: str(self.message[name]) for name in names if self.message[name]}

    def part(self, kind: str) -> str:
        """The text of the part of one content type, empty without one."""
        for part in self.message.walk():
            if part.get_content_type() == kind:
                return cast("bytes", part.get_payload(decode=True)).decode()
        return ""


def stored_mails(folder: Path) -> list[StoredMail]:
    """The newest messages of the folder."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)
    return [_read(path) for path in paths[:NEWEST]]


def stored_mail(folder: Path, row_id: UUID) -> StoredMail | None:
    """One message of the folder, by the row it was sent from."""
    path = folder / f"{row_id}.eml"
    return _read(path) if path.is_file() else None


def _read(path: Path) -> StoredMail:
    return StoredMail(path.stem, message_from_bytes(path.read_bytes(), policy=default))
