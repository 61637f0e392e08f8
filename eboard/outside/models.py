"""The table of links."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped
from eboard.outside.enums import LinkState
from eboard.people.models import Person
from eboard.recommendations.enums import VersionState
from eboard.recommendations.models import SignedVersion

READING_LASTS = timedelta(hours=1)  # from the first opening
MOST_TRIES = 5


class OutsideLink(Timestamped, Row):
    """A letter given to somebody outside; mail takes it as its reader: name, address, language, zone."""

    __tablename__ = "outside_link"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("signed_version.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    locale: Mapped[str]
    zone: Mapped[str]
    names_patient: Mapped[bool]  # the letter carries the patient's identity, opened when it is read
    token_hash: Mapped[bytes | None] = mapped_column(unique=True)  # None until the mail leaves
    code_index: Mapped[bytes]  # the access code under a key outside the database
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)  # wrong codes
    opened_at: Mapped[datetime | None]  # for the first time
    revoked_at: Mapped[datetime | None]
    recalled_at: Mapped[datetime | None]

    version: Mapped[SignedVersion] = relationship()
    made_by: Mapped[Person] = relationship()

    def state_at(self, moment: datetime) -> LinkState:
        """What the link is good for at an instant."""
        if self.revoked_at is not None:
            return LinkState.REVOKED
        if self.version.state is not VersionState.IN_FORCE:
            return LinkState.REPLACED
        if self.tries >= MOST_TRIES:
            return LinkState.LOCKED
        if self.opened_at is not None:
            return LinkState.OPEN if moment < self.opened_at + READING_LASTS else LinkState.READ
        return LinkState.WAITING if moment < self.expires_at else LinkState.EXPIRED
