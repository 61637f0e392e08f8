"""Tables of feeds."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Base, Row, Timestamped
from eboard.feeds.enums import FeedKind, Variant
from eboard.people.models import Person


class Subscription(Timestamped, Row):
    """A secret feed address of one person."""

    __tablename__ = "subscription"
    __table_args__ = (Index("ix_subscription_person", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[FeedKind]
    target_id: Mapped[UUID]  # the person, board or organization shown
    variant: Mapped[Variant] = mapped_column(default=Variant.FULL)
    shows_declined: Mapped[bool] = mapped_column(default=False)  # in a person's own feed
    alarm_minutes: Mapped[int | None]
    name: Mapped[str]  # what the calendar is called
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    last_used_at: Mapped[datetime | None]
    fetches: Mapped[int] = mapped_column(default=0)
    revoked_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FeedVersion(Base):
    """How often what a person's, board's or organization's feed shows has changed."""

    __tablename__ = "feed_version"

    target_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
