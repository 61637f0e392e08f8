"""Tables of signing in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core import time
from eboard.core.db import Row
from eboard.people.models import Person
from eboard.signin.enums import OPEN_RECOVERIES, CeremonyPurpose, RecoveryState, Step


class SignInAttempt(Row):
    """Somebody between the first step and the last; the cookie holds a token whose hash is stored here."""

    __tablename__ = "sign_in_attempt"

    token_hash: Mapped[bytes] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    step: Mapped[Step]
    proofs: Mapped[list[str]]
    is_recovery: Mapped[bool] = mapped_column(default=False)  # the new factor takes the place of all others
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Ceremony(Row):
    """A challenge for a passkey, which is answered once; without a person when it shall say who it is."""

    __tablename__ = "ceremony"

    purpose: Mapped[CeremonyPurpose]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    challenge: Mapped[str]
    expires_at: Mapped[datetime]


class KnownDevice(Row):
    """A browser in which a person signed in; its cookie holds a token whose hash is stored here."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("person_id", "token_hash"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    token_hash: Mapped[bytes]
    first_seen_at: Mapped[datetime]
    seen_at: Mapped[datetime]


class Recovery(Row):
    """Somebody lost every second factor, and administrators let him or her set up a new one."""

    __tablename__ = "recovery"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime]
    waits_until: Mapped[datetime]  # then no second administrator is needed any more
    allowed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[bytes | None]
    code_expires_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    started_by: Mapped[Person] = relationship(foreign_keys=[started_by_id])

    @property
    def state(self) -> RecoveryState:
        """How far it has come at this moment."""
        if self.used_at is not None:
            return RecoveryState.USED
        if self.stopped_at is not None:
            return RecoveryState.STOPPED
        if self.code_expires_at is not None and time.now() < self.code_expires_at:
            return RecoveryState.HANDED_OVER
        is_allowed = self.allowed_by_id is not None or time.now() >= self.waits_until
        return RecoveryState.ALLOWED if is_allowed else RecoveryState.WAITING

    @property
    def is_open(self) -> bool:
        """Whether it may still lead to a new factor."""
        return self.state in OPEN_RECOVERIES
