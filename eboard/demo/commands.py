"""The command of the demo."""

import click
from flask.cli import with_appcontext

from eboard.demo.accounts import ACCOUNTS, PASSWORD, SECRET
from eboard.demo.actions.build import Done, build


@click.command()
@with_appcontext
def demo() -> None:
    """Fill an empty database with a made-up network; doing so again changes nothing."""
    done = build()
    click.echo(done.label)
    if done is Done.OCCUPIED:
        return
    click.echo(f"Sign in with the password “{PASSWORD}” as")
    for account in ACCOUNTS:
        click.echo(f"  {account.email:<34} {account.role}")
    click.echo(f"The page of the second step shows the code. Every authenticator app has the secret {SECRET}.")
