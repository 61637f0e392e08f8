"""Sign-ins, for whoever runs the server."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor, Via
from eboard.core.db import unit_of_work
from eboard.people.queries.credentials import person_by_email
from eboard.signin.actions.ending import end_all_sign_ins, end_sign_ins


@click.command()
@click.argument("email", required=False)
@click.option("--everybody", is_flag=True, help="Those of all people.")
@with_appcontext
def end_sign_ins_of(email: str | None, *, everybody: bool) -> None:
    """End every sign-in of somebody, or of everybody, at once."""
    if (email is None) is not everybody:
        raise click.UsageError("Give an address, or --everybody.")
    actor = Actor(via=Via.COMMAND)
    with unit_of_work():
        if email is None:
            click.echo(f"{end_all_sign_ins(actor=actor)} sign-ins have ended.")
            return
        person = person_by_email(email.strip().lower())
        if person is None:
            raise click.ClickException("Nobody has this address.")
        click.echo(f"{end_sign_ins(actor=actor, person=person)} sign-ins of {person.name} have ended.")
