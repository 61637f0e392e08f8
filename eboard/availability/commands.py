"""Commands about busy times."""

import json
from datetime import UTC, date, datetime, time
from typing import BinaryIO

import click

from config import load
from eboard.availability.reading.calendar import NoCalendarError, TooManyEventsError
from eboard.availability.reading.expansion import Window
from eboard.availability.reading.process import Request, UnreadableError, read_apart
from eboard.core.time import zone as zone_called

FIRST_YEAR, LAST_YEAR = 1900, 2200
DAY = click.DateTime(formats=["%Y-%m-%d"])
PROBLEMS = {
    NoCalendarError: "There is no calendar in this file.",
    TooManyEventsError: "The calendar holds more than 5,000 events.",
    UnreadableError: "The calendar takes too long or too much memory to read.",
}


@click.group()
def busy() -> None:
    """Look into calendars that people publish."""


@busy.command()
@click.argument("file", type=click.File("rb"))
@click.option("--zone", required=True, help="IANA zone of its owner, for times that name none.")
@click.option("--from", "first", type=DAY, required=True, help="The first day, in that zone.")
@click.option("--to", "last", type=DAY, required=True, help="The day before which it ends, in that zone.")
def read(file: BinaryIO, zone: str, first: datetime, last: datetime) -> None:
    """Print the busy times in FILE (- for standard input) and what could not be read, as JSON."""
    if last <= first:
        raise click.ClickException("The window is empty: --to must be a later day than --from.")
    if first.year < FIRST_YEAR or last.year > LAST_YEAR:
        raise click.ClickException(f"The window must lie between the years {FIRST_YEAR} and {LAST_YEAR}.")
    window = Window(_midnight(first.date(), zone), _midnight(last.date(), zone))
    request = Request(zone=zone, window=window, own_domain=load().calendar_domain)
    try:
        found = read_apart(file.read(), request)
    except (NoCalendarError, TooManyEventsError, UnreadableError) as error:
        raise click.ClickException(PROBLEMS[type(error)]) from None
    periods = [
        {"start": f"{p.starts_at:%Y-%m-%dT%H:%M:%SZ}", "end": f"{p.ends_at:%Y-%m-%dT%H:%M:%SZ}", "kind": p.kind.value}
        for p in found.periods
    ]
    click.echo(json.dumps({"periods": periods, "warnings": found.warnings}, indent=2, ensure_ascii=False))


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone_called(zone)).astimezone(UTC)
