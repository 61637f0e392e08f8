"""Recurrence rules, made safe and clean before anything works out their dates (RFC 5545 section 3.3.10)."""

from datetime import datetime, time, tzinfo
from math import prod

from eboard.availability.reading.values import day_in, is_day, moment, wall

FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
KEPT = (
    "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS",
)  # fmt: skip
CLOCK = ("BYSECOND", "BYMINUTE", "BYHOUR")
WEEKDAYS = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})
MOST_A_DAY = 24
DAY_END = time(23, 59, 59)


def clean_rule(text: str, zone: tzinfo, *, of_days: bool = False) -> str:
    """The rule with its UNTIL on the clocks of ``zone`` and without a zone; raises ValueError for one not to be used.

    Rules that repeat within a day are refused: they are never a person's, and can keep a computer busy for minutes.
    An UNTIL that is a day includes that day.
    """
    parts = _parts(text)
    frequency = parts.get("FREQ", "").upper()
    if frequency not in FREQUENCIES:
        raise ValueError("It repeats more often than daily, or does not say how often.")
    if parts.get("RSCALE", "GREGORIAN").upper() != "GREGORIAN":
        raise ValueError("It follows another calendar.")
    kept = {name: parts[name].upper() for name in KEPT if parts.get(name)}
    if prod(kept[name].count(",") + 1 for name in CLOCK if name in kept) > MOST_A_DAY:
        raise ValueError("It repeats too often in a day.")
    cleaned = {"FREQ": frequency, "INTERVAL": str(_number(parts, "INTERVAL") or 1)}
    if count := _number(parts, "COUNT"):
        cleaned["COUNT"] = str(count)
    elif parts.get("UNTIL"):
        cleaned["UNTIL"] = f"{_until(parts['UNTIL'], zone, of_days=of_days):%Y%m%dT%H%M%S}"
    if parts.get("WKST", "").upper() in WEEKDAYS:
        cleaned["WKST"] = parts["WKST"].upper()
    return ";".join(f"{name}={value}" for name, value in {**cleaned, **kept}.items())


def _parts(text: str) -> dict[str, str]:
    pieces = ("".join(text.split()).partition("RRULE:")[2] or "".join(text.split())).split(";")
    pairs = (piece.partition("=") for piece in pieces)
    return {name.upper(): value.strip(",") for name, _, value in pairs if name}


def _number(parts: dict[str, str], name: str) -> int | None:
    """A number above zero; anything else counts as left out."""
    text = parts.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None  # noqa: PLR2004 - digits


def _until(text: str, zone: tzinfo, *, of_days: bool) -> datetime:
    last = moment(text, zone)
    if of_days or is_day(last):
        return datetime.combine(day_in(last, zone), DAY_END)
    return wall(last, zone)
