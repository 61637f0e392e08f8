"""Time: the only clock, and the way from a wall-clock promise to an instant.

A meeting's promise is a wall-clock date and time in an IANA zone; the instants beside it are derived here. Nothing in
eBoard asks the operating system for the time in any other place.
"""

import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

FIRST_YEAR, LAST_YEAR = 2000, 2099  # what a clinic plans or remembers; far outside, zone arithmetic overflows

VERSION_FILES = ("tzdata.zi", "+VERSION")  # of Linux and of macOS

_scoped: ContextVar[datetime | None] = ContextVar("scoped_now", default=None)


def now() -> datetime:
    """The present instant in UTC, to the microsecond; tests and the demo may scope it with `at`."""
    return _scoped.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now` say ``moment`` inside the block."""
    token = _scoped.set(aware(moment).astimezone(UTC))
    try:
        yield
    finally:
        _scoped.reset(token)


def aware(moment: datetime) -> datetime:
    """Return ``moment`` unchanged, or raise ValueError if it names no offset."""
    if moment.utcoffset() is None:
        raise ValueError("A moment needs a zone; this one has none.")
    return moment


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone a person or a meeting may have."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def zone(name: str) -> ZoneInfo:
    """The zone called ``name``; raises DomainError for one that the IANA data does not know."""
    if name not in zone_names():
        raise DomainError(_("“%(name)s” is not a time zone. Choose one such as America/Chicago.", name=name))
    return ZoneInfo(name)


def instant(day: date, clock: time, zone_name: str) -> datetime:
    """The instant in UTC of a wall-clock time, refused where the clocks change.

    Raises DomainError for a time that does not exist (spring) or exists twice (autumn) on that day, and for a day
    outside this century.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DomainError(_("Choose a day of this century."), field="day")
    naive = datetime.combine(day, clock)
    where = zone(zone_name)
    first, second = (naive.replace(tzinfo=where, fold=fold) for fold in (0, 1))
    shown = f"{clock:%H:%M}"
    if first.astimezone(UTC).astimezone(where).replace(tzinfo=None) != naive:
        raise DomainError(
            _(
                "%(time)s does not exist on %(day)s in %(zone)s: the clocks go forward over it.",
                time=shown,
                day=day,
                zone=zone_name,
            ),
            field="start",
        )
    if first.utcoffset() != second.utcoffset():
        raise DomainError(
            _(
                "%(time)s happens twice on %(day)s in %(zone)s: the clocks go back over it.",
                time=shown,
                day=day,
                zone=zone_name,
            ),
            field="start",
        )
    return first.astimezone(UTC)


def wall(moment: datetime, zone_name: str) -> datetime:
    """``moment`` as an aware datetime on the clocks of a zone."""
    return aware(moment).astimezone(ZoneInfo(zone_name))


@cache
def tzdata_version() -> str:
    """The release of the IANA data that this process derives instants with, such as ``2026a``.

    Like ``zoneinfo`` it looks at the operating system's data first and falls back to the package (PEP 615).
    """
    paths = (Path(folder, name) for folder in zoneinfo.TZPATH for name in VERSION_FILES)
    found = next((path for path in paths if path.is_file()), None)
    if found is None:
        return metadata.version("tzdata")
    with found.open(encoding="ascii", errors="replace") as file:
        return file.readline().split()[-1]


def follow_zone_data() -> str:
    """Use the release that is installed now, also if it came while this process ran; returns its version."""
    used = tzdata_version()
    tzdata_version.cache_clear()
    if tzdata_version() != used:
        ZoneInfo.clear_cache()
    return tzdata_version()


tzdata_version()  # before any zone is read: older than the data in use it is found out, newer it would not be
