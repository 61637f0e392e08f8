"""Commands of outcomes."""

import sys

import click
from flask.cli import with_appcontext

from eboard.recommendations.queries import changed_versions


@click.group()
def outcomes() -> None:
    """Prove that signed outcomes are unchanged."""


@outcomes.command("verify")
@with_appcontext
def verify() -> None:
    """Compare every signed version with its stamp; exit with 1 if one was changed."""
    changed = list(changed_versions())
    for version_id in changed:
        click.echo(f"signed version {version_id} is not what was signed", err=True)
    if changed:
        sys.exit(1)
    click.echo("Every signed version matches its stamp.")
