"""Commands of boards."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.boards.actions.packs import ensure_packs
from eboard.core.db import unit_of_work


@click.command("rule-packs")
@with_appcontext
def store_rule_packs() -> None:
    """Store the rule packs eBoard comes with, as far as they are not there; nothing of yours is changed."""
    with unit_of_work():
        made = ensure_packs(actor=Actor(via=Via.COMMAND))
    click.echo(f"{made} rule packs are new.")
