"""Commands of outcomes."""

import sys

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from eboard.core.db import db
from eboard.recommendations.models import SignedVersion
from eboard.recommendations.snapshot import is_whole


@click.group()
def outcomes() -> None:
    """Prove that signed outcomes are unchanged."""


@outcomes.command("verify")
@with_appcontext
def verify() -> None:
    """Compare every signed version with its stamp; exit with 1 if one was changed."""
    count = changed = 0
    for version in db.session.scalars(select(SignedVersion).execution_options(yield_per=200)):
        count += 1
        if not is_whole(version):
            changed += 1
            click.echo(f"signed version {version.id} is not what was signed", err=True)
    if changed:
        sys.exit(1)
    click.echo(f"{count} signed versions match their stamps.")
