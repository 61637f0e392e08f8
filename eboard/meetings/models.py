"""Tables of meetings."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.models import Board, Series
from eboard.cases.models import Case
from eboard.core.db import Base, Row, Timestamped, Versioned
from eboard.meetings.enums import Ending, ItemState, Learned, MeetingState, Presence
from eboard.people.models import Person


class Meeting(Timestamped, Versioned, Row):
    """One date of a board."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("ix_meeting_board_start", "board_id", "starts_at"),
        Index("ix_meeting_start", "starts_at"),
        UniqueConstraint("series_id", "series_day"),
    )

    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"))
    series_id: Mapped[UUID | None] = mapped_column(ForeignKey("series.id"))
    series_day: Mapped[date | None]  # the day the series yielded it for, whatever day it was moved to
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)

    # the promise, and the instants derived from it
    day: Mapped[date]
    clock: Mapped[time]
    zone: Mapped[str]
    minutes: Mapped[int]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    panel_access_until: Mapped[datetime]  # 30 days after the end, or as the rule pack says
    tzdata: Mapped[str]

    room: Mapped[str] = mapped_column(default="")  # the place for those on site
    note: Mapped[str] = mapped_column(default="")  # for the panel; never in mail or calendar
    conference_provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference_provider.id"))
    conference_room: Mapped[str] = mapped_column(unique=True)  # random; another one when the room is replaced
    room_replaced_at: Mapped[datetime | None]
    shown_link: Mapped[str] = mapped_column(default="")  # the provider's own link, if the board shows it in calendars
    join_code: Mapped[str] = mapped_column(unique=True)  # random; the stable part of /join/…

    uid: Mapped[str] = mapped_column(unique=True)  # iCalendar UID, for ever
    sequence: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]  # last change of what a calendar shows
    agenda_sequence: Mapped[int] = mapped_column(default=0)  # rises with who is needed when
    agenda_changed_at: Mapped[datetime | None]  # last such change
    live_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")

    board: Mapped[Board] = relationship()
    series: Mapped[Series | None] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(back_populates="meeting", order_by="AgendaItem.position")
    guests: Mapped[list["Guest"]] = relationship(cascade="all, delete-orphan")
    attendances: Mapped[list["Attendance"]] = relationship(order_by="Attendance.from_at")


class AgendaItem(Timestamped, Row):
    """A case in a meeting."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "case_id"),
        Index("ix_agenda_item_case", "case_id"),
        Index("ix_agenda_item_presenter", "presenter_id"),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case_.id"))
    state: Mapped[ItemState] = mapped_column(default=ItemState.LISTED)
    position: Mapped[int]  # counts from 1
    minutes: Mapped[int]  # 0 for a case that is only noted
    presenter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    late_reason: Mapped[str] = mapped_column(default="")  # why it was listed past the cut-off
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="items")
    case: Mapped[Case] = relationship()
    presenter: Mapped[Person | None] = relationship()


class Guest(Base):
    """A person invited to one meeting."""

    __tablename__ = "guest"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)

    person: Mapped[Person] = relationship()


class Attendance(Timestamped, Row):
    """A stretch of a meeting during which somebody was there."""

    __tablename__ = "attendance"
    __table_args__ = (Index("ix_attendance_meeting_person", "meeting_id", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    presence: Mapped[Presence]
    from_at: Mapped[datetime]
    to_at: Mapped[datetime | None]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: by check-in
    proxy_for_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # whose seat was attended
    room: Mapped[str] = mapped_column(default="")  # of those who share a device
    learned: Mapped[Learned] = mapped_column(default=Learned.SELF)
    ended: Mapped[Ending | None]
    seen_at: Mapped[datetime | None]  # last sign of an open page; None: there never was one

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proxy_for: Mapped[Person | None] = relationship(foreign_keys=[proxy_for_id])
    noted_by: Mapped[Person | None] = relationship(foreign_keys=[noted_by_id])

    @property
    def is_silenced(self) -> bool:
        """Whether it ended because nothing was heard of an open page, which may be wrong."""
        return self.ended is Ending.SILENCE
