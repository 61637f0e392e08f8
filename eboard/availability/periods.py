"""A stretch of somebody's time."""

from dataclasses import dataclass
from datetime import datetime

from eboard.availability.enums import BusyKind


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Aware UTC instants, the end after the start, and how the time between is taken."""

    starts_at: datetime
    ends_at: datetime
    kind: BusyKind
