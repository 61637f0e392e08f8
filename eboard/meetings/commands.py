"""Commands about meetings."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from eboard.audit import Actor
from eboard.audit.enums import Via
from eboard.core.time import tzdata_version
from eboard.meetings.jobs import retime_all
from eboard.preparation.jobs.copying import renew_copies


@click.group()
def meetings() -> None:
    """Look after coming meetings."""


@meetings.command()
@with_appcontext
def retime() -> None:
    """Derive coming meetings again after an update of the time zone data; those that move are told of by mail."""
    found = retime_all()
    for sentence in found.left:
        click.echo(sentence, err=True)
    click.echo(f"{found.looked_at} looked at with {tzdata_version()}, {found.moved} moved, {len(found.left)} left.")


@meetings.command()
@click.option("--directory", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--hours", default=48, show_default=True, type=click.IntRange(min=1), help="Meetings that start so soon.")
@with_appcontext
def packets(directory: Path, hours: int) -> None:
    """Write the packets of the next meetings into a folder, for when the network is down; older ones are removed."""
    done = renew_copies(actor=Actor(via=Via.COMMAND), folder=directory, hours=hours)
    click.echo(f"{done.written} written, {done.removed} removed, {done.failed} failed.")
    if done.failed:
        raise click.exceptions.Exit(1)
