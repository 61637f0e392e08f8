"""Commands that copy the system and bring it back."""

import shutil
import sys
from pathlib import Path

import click
from alembic import command as alembic
from flask import current_app
from flask.cli import with_appcontext

from config import ROOT
from eboard.audit import Actor, Via, checkpoints
from eboard.audit.queries import verify
from eboard.backup import log, manifest
from eboard.backup.actions import resume
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import db, unit_of_work
from eboard.core.db.copies import copy_in, copy_out
from eboard.core.web import settings

ATTACHMENTS = "attachments"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def backup(folder: Path) -> None:
    """Copy database and attachments into a new folder below FOLDER; the keys are not part of it."""
    target = folder / time.now().strftime("%Y-%m-%dT%H%M%SZ")
    target.mkdir(parents=True, mode=0o700)
    copy_out(db.engine, target)
    stored = ROOT / settings().attachment_dir
    if stored.is_dir():
        shutil.copytree(stored, target / ATTACHMENTS)
    click.echo(f"{target}: {manifest.write(target)} files. Keep the key file apart from it.")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_appcontext
def restore(folder: Path) -> None:
    """Fill an empty system from the backup in FOLDER; keys and revocations must be in their places already."""
    try:
        manifest.check(folder)
        copy_in(db.engine, folder)
    except ValueError as error:
        raise click.ClickException(str(error)) from None
    if (folder / ATTACHMENTS).is_dir():
        shutil.copytree(folder / ATTACHMENTS, ROOT / settings().attachment_dir, dirs_exist_ok=True)
    alembic.upgrade(alembic_config(), "head")
    db.session.remove()
    set_aside = checkpoints.set_aside(ROOT / settings().checkpoint_file)
    with unit_of_work():  # before anything else can go wrong: the outbox is held back from here on
        done = resume(actor=Actor(via=Via.COMMAND), revocations=log.read(ROOT / settings().revocation_file))
    click.echo(f"{done.revoked} revocations applied again, {done.signed_out} sign-ins ended.")
    click.echo(f"{done.sequences} meetings raised their SEQUENCE, {done.doubted} invitations will be told again.")
    click.echo(
        f"No mail leaves, and {done.held} messages are set apart. Look at them (Mail), then: eboard mail release"
    )
    if set_aside is not None:
        click.echo(f"The checkpoints of what was lost are kept in {set_aside}.")
    keyring = current_app.extensions["keyring"]
    findings = list(verify(keyring, {}))
    for finding in findings:
        click.echo(f"chain {finding.chain_id}, entry {finding.seq}: {finding.problem}", err=True)
    if findings:
        sys.exit(1)
    checkpoints.note_heads(ROOT / settings().checkpoint_file, keyring)
    click.echo("Restored; every audit chain is whole.")
