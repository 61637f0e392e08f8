"""Commands that copy the system and bring it back."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from alembic import command as alembic
from flask.cli import with_appcontext

from config import ROOT
from eboard.audit import Actor, Via, checkpoints
from eboard.audit.queries import verify
from eboard.backup import log, manifest
from eboard.backup.actions import resume
from eboard.backup.archive import pack, unpack
from eboard.backup.unsealed import unsealed
from eboard.core import time
from eboard.core.commands import alembic_config
from eboard.core.db import db, unit_of_work
from eboard.core.db.copies import check_empty, copy_in, copy_out
from eboard.core.keys import keyring
from eboard.core.web import settings

ATTACHMENTS, ENDING = "attachments", ".eboard"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@with_appcontext
def backup(folder: Path) -> None:
    """Seal database and attachments into a new file in FOLDER; the keys are not part of it.

    Everything that was committed before is in it. The attachments are copied before and after the database, so that
    each one the database knows of is there, also one that was added or removed meanwhile.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{time.now():%Y-%m-%dT%H%M%SZ}{ENDING}"
    with _refusals(), unsealed(folder) as content:
        _copy_attachments(content)
        copy_out(db.engine, content)
        _copy_attachments(content)
        count = manifest.write(content)
        pack(content, target, keyring())
    click.echo(f"{target}: {count} files, sealed. Keep the key file apart from it: without it nothing is opened.")


def _copy_attachments(content: Path) -> None:
    stored = ROOT / settings().attachment_dir
    for source in stored.rglob("*") if stored.is_dir() else ():
        copy = content / ATTACHMENTS / source.relative_to(stored)
        if source.is_file() and not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # it was removed meanwhile
                shutil.copyfile(source, copy)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as error:
        raise click.ClickException(str(error)) from None


def _fill_from(source: Path) -> None:
    """Open the whole of it before anything is written; raises ValueError with a sentence."""
    check_empty(db.engine)
    if source.is_dir():
        _bring_in(source)
        return
    with unsealed(source.parent) as content:
        unpack(source, content, keyring())
        _bring_in(content)


def _bring_in(content: Path) -> None:
    """The database last: until it is filled, all of this can be done again."""
    manifest.check(content)
    if (content / ATTACHMENTS).is_dir():
        shutil.copytree(content / ATTACHMENTS, ROOT / settings().attachment_dir, dirs_exist_ok=True)
    copy_in(db.engine, content)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@with_appcontext
def restore(source: Path) -> None:
    """Fill an empty system from the backup SOURCE; keys and revocations must be in their places already.

    It is a sealed file, or a folder as earlier versions wrote it. A file is opened beside itself, so leave room.
    """
    with _refusals():
        _fill_from(source)
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
    ring = keyring()
    findings = list(verify(ring, {}))
    for finding in findings:
        click.echo(f"chain {finding.chain_id}, entry {finding.seq}: {finding.problem}", err=True)
    if findings:
        sys.exit(1)
    checkpoints.note_heads(ROOT / settings().checkpoint_file, ring)
    click.echo("Restored; every audit chain is whole.")
