"""Tables of the preparation of meetings."""

from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.core.db import Row, Timestamped, Versioned
from eboard.meetings.models import AgendaItem
from eboard.people.enums import Specialty
from eboard.people.models import Person


class Preparer(Timestamped, Row):
    """Who prepares a case of an agenda for one specialty; whether it still counts, `queries.naming` says."""

    __tablename__ = "preparer"
    __table_args__ = (UniqueConstraint("item_id", "specialty"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    specialty: Mapped[Specialty]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    is_chosen: Mapped[bool] = mapped_column(default=False)  # by a coordinator, not by sharing out

    item: Mapped[AgendaItem] = relationship()
    person: Mapped[Person] = relationship()


class MeetingNote(Timestamped, Versioned, Row):
    """What a specialty found on a case, for everybody who reads the case in this meeting."""

    __tablename__ = "meeting_note"
    __table_args__ = (UniqueConstraint("item_id", "specialty"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"))
    specialty: Mapped[Specialty]
    text: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)  # who saved it last

    item: Mapped[AgendaItem] = relationship()
    author: Mapped[Person] = relationship()
