"""Commands of the outbox."""

import click
from flask.cli import with_appcontext

from eboard.invitations.jobs import tell_due
from eboard.mail.jobs import deliver


@click.group()
def mail() -> None:
    """Look after the outbox."""


@mail.command("deliver")
@with_appcontext
def deliver_once() -> None:
    """Tell who is due to be told, then send everything that waits, once."""
    tell_due()
    click.echo(f"Sent {deliver()}.")
