"""Tables of the outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from eboard.core import time
from eboard.core.db import Base, Row, Timestamped
from eboard.mail.enums import LEFT_STATES, UNCONFIRMED, Delivery, MailState, NoticeKind


class OutboxMessage(Timestamped, Row):
    """One mail to one person, as the bytes that go out.

    A message with a ``secret_kind`` is rendered when it is sent, because it carries a link that may not be stored.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "state", "due_at"),)

    dedupe_key: Mapped[str] = mapped_column(unique=True)
    thread_key: Mapped[str | None] = mapped_column(index=True)  # messages of one thread leave in order
    state: Mapped[MailState] = mapped_column(default=MailState.QUEUED)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    board_id: Mapped[UUID | None] = mapped_column(index=True)
    recipient: Mapped[str]
    subject: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    body: Mapped[bytes | None]  # RFC 5322 bytes; None once cleared, or before a secret one is rendered
    secret_kind: Mapped[str | None]
    secret_row_id: Mapped[UUID | None]
    due_at: Mapped[datetime]
    good_until: Mapped[datetime | None]  # not sent after this
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None]

    @property
    def is_unconfirmed(self) -> bool:
        """Whether a try ended before the server said what became of the message."""
        return (self.error or "").startswith(UNCONFIRMED)

    @property
    def may_have_left(self) -> bool:
        """Whether the person may have it."""
        return self.state in LEFT_STATES or self.is_unconfirmed


class NoticeChoice(Base):
    """How one person wants one kind of message; without a row it comes as usual."""

    __tablename__ = "notice_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(primary_key=True)
    delivery: Mapped[Delivery]


class OutboxHold(Row):
    """While there is one, nothing leaves: the system was restored, and somebody has to look first."""

    __tablename__ = "outbox_hold"

    since: Mapped[datetime] = mapped_column(default=time.now)
