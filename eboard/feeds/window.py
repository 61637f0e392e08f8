"""The stretch of time a feed shows: whole days, so that its content changes by itself once a day at most."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

DAYS_BACK = 90
DAYS_AHEAD = 548  # 18 months
CANCELLED_DAYS = 60  # how long a cancelled meeting stays


@dataclass(frozen=True, slots=True)
class Window:
    """The window of one day, in UTC."""

    day: date

    @classmethod
    def at(cls, moment: datetime) -> "Window":
        """The window in force at an instant."""
        return cls(moment.astimezone(UTC).date())

    @property
    def opens(self) -> datetime:
        """The instant the day begins, when the window came into force."""
        return datetime.combine(self.day, time(), UTC)

    @property
    def starts_at(self) -> datetime:
        """The first instant shown."""
        return self.opens - timedelta(days=DAYS_BACK)

    @property
    def ends_at(self) -> datetime:
        """The first instant no longer shown."""
        return self.opens + timedelta(days=DAYS_AHEAD)

    @property
    def cancelled_since(self) -> datetime:
        """Cancellations before this are no longer shown."""
        return self.opens - timedelta(days=CANCELLED_DAYS)
