"""Tables of feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core import time
from eboard.core.db import Base, Row, Timestamped
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.people.models import Person


class Subscription(Timestamped, Row):
    """A secret feed address of one person."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_person", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FeedKind]
    target_id: Mapped[UUID]  # the person, board or organization shown
    variant: Mapped[Variant] = mapped_column(default=Variant.FULL)
    extent: Mapped[Extent] = mapped_column(default=Extent.MEETING)  # in a person's own feed
    shows_declined: Mapped[bool] = mapped_column(default=False)  # in a person's own feed
    alarm_minutes: Mapped[int | None]
    name: Mapped[str]  # what the calendar is called
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    address_made_at: Mapped[datetime] = mapped_column(default=time.now)  # also anew, by rotation
    last_used_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]  # told that the address ends unless it is used
    fetches: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FeedVersion(Base):
    """How often what a person's, board's or organization's feed shows has changed.

    Who is needed when is counted apart: it changes more often, and only the feeds of single minutes show it.
    """

    __tablename__ = "feed_version"

    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    agenda_version: Mapped[int] = mapped_column(default=1)
    agenda_changed_at: Mapped[datetime | None]
