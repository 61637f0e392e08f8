"""Commands of the audit."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from config import ROOT
from eboard.audit.checkpoints import read
from eboard.audit.queries import verify
from eboard.core.web import settings


@click.group()
def audit() -> None:
    """Prove that the audit is whole."""


@audit.command("verify")
@with_appcontext
def verify_chains() -> None:
    """Walk every chain; exit with 1 if an entry was changed, is missing, or the end was cut off."""
    noted = read(ROOT / settings().checkpoint_file)
    findings = list(verify(current_app.extensions["keyring"], noted))
    for finding in findings:
        click.echo(f"chain {finding.chain_id}, entry {finding.seq}: {finding.problem}", err=True)
    if findings:
        sys.exit(1)
    click.echo("Every chain is whole.")
