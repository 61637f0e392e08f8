"""The command of the demo."""

import click
from flask.cli import with_appcontext

from eboard.demo.accounts import ACCOUNTS, PASSWORD
from eboard.demo.actions.build import build


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty database with a made-up network; doing so again changes nothing."""
    click.echo("Built the demo network." if build() else "The demo network is there already.")
    click.echo(f"Sign in with the password “{PASSWORD}” as")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<34} {account.role}")
