"""Tables of boards."""

from datetime import date, time
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from eboard.boards.enums import BoardRole, OnHoliday, Repeat
from eboard.core.db import Row, Timestamped, Versioned
from eboard.people.enums import Specialty
from eboard.people.models import Organization, Person

FORECAST_DAYS = (7, 2)  # while there is time to find somebody, and once most have answered


class RulePack(Row):
    """A named set of rules of a country or accreditor; its versions hold the rules."""

    __tablename__ = "rule_pack"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    versions: Mapped[list["RulePackVersion"]] = relationship(order_by="RulePackVersion.in_force_from")


class RulePackVersion(Timestamped, Row):
    """The rules in force from a day on, in the shape of `boards.rules.Rules`."""

    __tablename__ = "rule_pack_version"
    __table_args__ = (UniqueConstraint("rule_pack_id", "in_force_from"),)

    rule_pack_id: Mapped[UUID] = mapped_column(ForeignKey("rule_pack.id"))
    in_force_from: Mapped[date]
    rules: Mapped[dict[str, Any]]


class Board(Timestamped, Versioned, Row):
    """A standing eBoard."""

    __tablename__ = "board"

    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"), index=True)  # the host
    rule_pack_id: Mapped[UUID] = mapped_column(ForeignKey("rule_pack.id"))
    tumor_sites: Mapped[list[str]] = mapped_column(default=list)  # values of TumorSite
    zone: Mapped[str]
    usual_minutes: Mapped[int] = mapped_column(default=60)
    cutoff_hours: Mapped[int] = mapped_column(default=48)  # before the start
    reminder_hours: Mapped[int | None] = mapped_column(default=24)  # before the start; None: nobody is reminded
    ask_days: Mapped[int | None] = mapped_column(default=5)  # before the start, those who have not answered
    ask_again_days: Mapped[int | None] = mapped_column(default=2)  # before the start, the last time
    forecast_days: Mapped[list[int]] = mapped_column(default=lambda: list(FORECAST_DAYS))  # before, the earliest first
    room: Mapped[str] = mapped_column(default="")  # the usual place, for those on site
    conference_provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference_provider.id"))
    fallback_provider_id: Mapped[UUID | None] = mapped_column(ForeignKey("conference_provider.id"))  # if it is down
    shows_provider_link: Mapped[bool] = mapped_column(default=False)  # in calendars, for room systems
    has_closed: Mapped[bool] = mapped_column(default=False)

    organization: Mapped[Organization] = relationship()
    rule_pack: Mapped[RulePack] = relationship()
    memberships: Mapped[list["BoardMembership"]] = relationship(back_populates="board", order_by="BoardMembership.id")


class BoardMembership(Timestamped, Row):
    """A role of a person on one board; a panelist sits for a specialty."""

    __tablename__ = "board_membership"
    __table_args__ = (
        Index("ix_board_membership_person", "person_id", "role"),
        Index("ix_board_membership_board", "board_id", "role"),
    )

    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[BoardRole]
    specialty: Mapped[Specialty | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]  # the last day
    most_cases: Mapped[int | None]  # to prepare for one meeting; None: no limit

    board: Mapped[Board] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()


class Series(Timestamped, Versioned, Row):
    """A rule that yields the meetings of a board, on the wall clocks of its zone."""

    __tablename__ = "series"

    board_id: Mapped[UUID] = mapped_column(ForeignKey("board.id"), index=True)
    repeat: Mapped[Repeat]
    weekday: Mapped[str]  # RFC 5545 name: MO … SU
    weeks_of_month: Mapped[list[str]] = mapped_column(default=list)  # "1" … "5", "-1" is the last; for monthly ones
    starts_at: Mapped[time]
    rotation: Mapped[list[str]] = mapped_column(default=list)  # "HH:MM" in turn, so that no zone always meets at night
    minutes: Mapped[int]
    zone: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date | None]
    exceptions: Mapped[list[str]] = mapped_column(default=list)  # ISO dates left out
    on_holiday: Mapped[OnHoliday] = mapped_column(default=OnHoliday.SKIP)

    board: Mapped[Board] = relationship()

    @property
    def clocks(self) -> list[time]:
        """The starts in turn; a series that does not rotate has one."""
        return [time.fromisoformat(clock) for clock in self.rotation] or [self.starts_at]


class Holiday(Row):
    """A day on which an organization does not work."""

    __tablename__ = "holiday"
    __table_args__ = (UniqueConstraint("organization_id", "day"),)

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organization.id"))
    day: Mapped[date]
    name: Mapped[str]
