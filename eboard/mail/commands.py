"""Commands of the outbox."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.core.db import unit_of_work
from eboard.invitations.jobs import tell_due
from eboard.mail.actions import discard, release_outbox
from eboard.mail.jobs import deliver
from eboard.mail.queries import held_messages

ACTOR = Actor(via=Via.COMMAND)


@click.group()
def mail() -> None:
    """Look after the outbox."""


@mail.command("deliver")
@with_appcontext
def deliver_once() -> None:
    """Tell who is due to be told, then send everything that waits, once."""
    tell_due()
    click.echo(f"Sent {deliver()}.")


@mail.command("release")
@click.option(
    "--discard-held", is_flag=True, help="Give up what was set apart, because it left before the backup was lost."
)
@with_appcontext
def release(*, discard_held: bool) -> None:
    """Let mail leave again after a restore; what was set apart stays so until somebody sends or discards it."""
    with unit_of_work():
        held = held_messages()
        if discard_held:
            discard(actor=ACTOR, messages=held)
        release_outbox(actor=ACTOR)
    click.echo(f"Mail leaves again. {len(held)} messages {'discarded' if discard_held else 'are set apart'}.")
