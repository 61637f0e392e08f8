"""Pages of meetings and the calendar."""

from eboard.meetings.views import (
    agenda,
    calendar,
    finding,
    guests,
    items,
    plans,
    rooms,
    running,
    series,
    show,
)
from eboard.meetings.views.blueprint import blueprint

__all__ = [
    "agenda",
    "blueprint",
    "calendar",
    "finding",
    "guests",
    "items",
    "plans",
    "rooms",
    "running",
    "series",
    "show",
]
