"""Commands of retention: what would go, and letting it go."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.cases.queries.attachments import folder
from eboard.core.db import read_only
from eboard.retention.files import orphans
from eboard.retention.jobs import run_all
from eboard.retention.queries import cutoff_of, days_of
from eboard.retention.rows import SORTS, holding_of, ids_due

ACTOR = Actor(via=Via.COMMAND)


@click.group()
def retention() -> None:
    """See what is kept too long, and delete it."""


@retention.command("plan")
@with_appcontext
def plan() -> None:
    """Print what the next run would delete: counts and ids by class, never contents. Nothing is changed."""
    with read_only():
        for kind, sort in SORTS.items():
            days = days_of(kind)
            found = holding_of(sort, cutoff_of(days))
            held = f", {found.held} held" if found.held else ""
            click.echo(f"{kind}: {found.due} of {found.rows} after {days} days{held}")
            for key in ids_due(sort, cutoff_of(days)) if found.due else ():
                click.echo(f"  {key}")
        lost = orphans(folder())
        kept = "" if lost.is_ours else ", too many to be swept: see whether this is the folder of this database"
        click.echo(f"files without a row: {len(lost.paths)}{kept}")


@retention.command("run")
@with_appcontext
def run() -> None:
    """Delete what is over. May be ended at any moment and begun again."""
    for name, count in run_all(actor=ACTOR).items():
        if count:
            click.echo(f"{name}: {count} deleted")
    click.echo("Done.")
