"""The VCALENDAR around the components (RFC 5545 3.4, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icalendar import Calendar

if TYPE_CHECKING:
    from icalendar import Component

    from eboard.ical.enums import Method

GENERATOR_VERSION = 1
"""Rises with every change to the bytes below; caches and ETags of feeds contain it."""


def new_calendar(product: str, method: Method | None = None) -> Calendar:
    """An empty calendar with VERSION and PRODID, and METHOD if it is a message.

    `Calendar.new()` is avoided: it adds a UID to the calendar, which some synchronizers copy into every entry
    so that only one of them survives.
    """
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", f"-//eBoard//{product}//EN")
    if method:
        calendar.add("METHOD", method.value)
    return calendar


def calendar_of(component: Component, product: str, method: Method | None = None) -> bytes:
    """The bytes of a calendar with this one component (RFC 5546 3.2.2: one event in each message)."""
    calendar = new_calendar(product, method)
    calendar.add_component(component)
    rendered: bytes = calendar.to_ical()
    return rendered
