"""Commands about meetings."""

import click
from flask.cli import with_appcontext

from eboard.core.time import tzdata_version
from eboard.meetings.jobs import retime_all


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
