"""Tables of live rooms."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Base, Row, Timestamped
from eboard.meetings.models import AgendaItem
from eboard.people.models import Person


class LiveRoom(Base):
    """How often what the page of a meeting shows has changed, and who holds the pen.

    Who is there is counted apart: it changes without anything else, and costs less to show.
    """

    __tablename__ = "live_room"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    version: Mapped[int] = mapped_column(default=1)
    people_version: Mapped[int] = mapped_column(default=1)
    pen_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who asks for the pen

    pen: Mapped[Person | None] = relationship(foreign_keys=[pen_id])
    asked_by: Mapped[Person | None] = relationship(foreign_keys=[asked_by_id])


class LivePresence(Base):
    """Somebody who has the page open."""

    __tablename__ = "live_presence"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    seen_at: Mapped[datetime]
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("agenda_item.id"))  # where he or she writes
    field: Mapped[str] = mapped_column(default="")
    shown: Mapped[list[str]] = mapped_column(default=list)  # ids of the cases whose reading is recorded

    person: Mapped[Person] = relationship()


class SavedBatch(Base):
    """A batch of words that was saved; sent again after a lost answer, it changes nothing."""

    __tablename__ = "saved_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True)  # chosen by the page
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    saved_at: Mapped[datetime] = mapped_column(index=True)


class Clash(Timestamped, Row):
    """What somebody wrote where somebody else had written something else at the same time."""

    __tablename__ = "clash"
    __table_args__ = (UniqueConstraint("item_id", "place", "person_id"), Index("ix_clash_person", "person_id"))

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    place: Mapped[str]  # in the shape of `recommendations.merging.Place`
    text: Mapped[str]  # as it was typed
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person] = relationship()
