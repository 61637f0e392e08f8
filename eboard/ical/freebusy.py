"""When somebody is busy, without saying why (VFREEBUSY, RFC 5545 3.6.4)."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from icalendar import FreeBusy, vPeriod

from eboard.ical.address import cal_address
from eboard.ical.calendar import calendar_of
from eboard.ical.checks import check_uid, check_utc
from eboard.ical.values import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from eboard.ical.values import Party

PRODUCT = "Free-busy"


def freebusy_calendar(uid: str, organizer: Party, window: Span, busy: Iterable[Span], *, stamp: datetime) -> bytes:
    """A calendar with one VFREEBUSY: the busy times inside the window, merged and in order.

    `organizer` names whose time it is and should be an address of eBoard, not of the person. `stamp` is the
    last change of the busy times.

    Raises:
        ValueError: The UID is malformed or the stamp is not in UTC.
    """
    check_uid(uid)
    check_utc("stamp", stamp)
    component = FreeBusy()
    component.add("UID", uid)
    component.add("DTSTAMP", stamp)
    component.add("DTSTART", window.starts_at.astimezone(UTC))
    component.add("DTEND", window.ends_at.astimezone(UTC))
    component["ORGANIZER"] = cal_address(organizer)
    component["FREEBUSY"] = [_period(span) for span in merge(clip(busy, window))]
    return calendar_of(component, PRODUCT)


def clip(spans: Iterable[Span], window: Span) -> Iterator[Span]:
    """What of the spans lies inside the window."""
    for span in spans:
        start, end = max(span.starts_at, window.starts_at), min(span.ends_at, window.ends_at)
        if start < end:
            yield Span(start, end)


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as possible, in order; spans that touch become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.starts_at <= merged[-1].ends_at:
            last = merged.pop()
            merged.append(Span(last.starts_at, max(last.ends_at, span.ends_at)))
        else:
            merged.append(span)
    return merged


def _period(span: Span) -> vPeriod:
    # Thunderbird passes over periods without FBTYPE, though BUSY is the default (RFC 5545 3.2.9).
    utc = (span.starts_at.astimezone(UTC), span.ends_at.astimezone(UTC))
    return vPeriod(utc, params={"FBTYPE": "BUSY"})
