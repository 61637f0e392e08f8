"""Looking after a running system."""

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from eboard.health.checks import State, check_all


@click.command()
@click.option(
    "--access-log",
    type=click.Path(path_type=Path),
    help="Log of the proxy, to be searched for secret addresses that it should have masked.",
)
@with_appcontext
def check(access_log: Path | None) -> None:
    """Look at everything the system needs: a line each, ok, warn or fail with what to do; 1 if anything fails."""
    is_failing = False
    for name, state, words in check_all(access_log):
        is_failing |= state is State.FAIL
        click.echo(f"{state:5}{name}: {words}")
    if is_failing:
        sys.exit(1)
