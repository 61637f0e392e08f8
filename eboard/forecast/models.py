"""The table of warnings."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from eboard.core.db import Base


class ForecastMark(Base):
    """How far the warnings of one meeting have come."""

    __tablename__ = "forecast_mark"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    starts_at: Mapped[datetime]  # the start that was looked at; a meeting that moved is looked at again
    days: Mapped[int]  # before it, the last time that was looked at
