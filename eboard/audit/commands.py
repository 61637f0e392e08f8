"""Commands of the audit."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from config import ROOT
from eboard.audit.checkpoints import Hashes, read
from eboard.audit.exporting import export, export_to_file
from eboard.audit.queries import unnoted, verify
from eboard.core.keys import keyring
from eboard.core.web import settings


@click.group()
def audit() -> None:
    """Prove that the audit is whole, and hand it to a log collector."""


@audit.command("verify")
@click.option(
    "--checkpoints",
    "kept",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A copy of the checkpoints that is kept elsewhere; may be given more than once.",
)
@with_appcontext
def verify_chains(kept: tuple[Path, ...]) -> None:
    """Walk every chain; exit with 1 if an entry was changed, is missing, or the end was cut off."""
    problems = list(_problems([ROOT / settings().checkpoint_file, *kept]))
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("Every chain is whole.")


@audit.command("export")
@click.argument("path", default="-", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@with_appcontext
def export_entries(path: Path) -> None:
    """Append what was not exported yet to PATH as JSON lines, for a log collector; to the screen without it."""
    if str(path) == "-":
        export("-", sys.stdout.buffer)
    else:
        click.echo(f"{export_to_file(path)} entries were exported.")


def _problems(paths: list[Path]) -> Iterator[str]:
    ring = keyring()
    noted: Hashes = {}
    for path in paths:
        notes = read(path, ring)
        yield from (f"checkpoints {path}: {problem}" for problem in notes.problems)
        for key, digest in notes.hashes.items():
            if noted.setdefault(key, digest) != digest:
                yield f"checkpoints {path}: chain {key[0]}, entry {key[1]}: another file notes another hash"
    for finding in (*verify(ring, noted), *unnoted(noted)):
        yield f"chain {finding.chain_id}, entry {finding.seq}: {finding.problem}"
