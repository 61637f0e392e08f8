"""Commands about calendars."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor
from eboard.audit.enums import Via
from eboard.core.db import unit_of_work
from eboard.core.web import settings
from eboard.feeds import actions
from eboard.feeds.addresses import address_of
from eboard.feeds.enums import FeedKind
from eboard.feeds.queries import active_person


@click.group()
def calendar() -> None:
    """Look after subscribed calendars."""


@calendar.command()
@click.argument("email")
@with_appcontext
def address(email: str) -> None:
    """Print a fresh subscription address of the person with EMAIL, who is told by mail."""
    with unit_of_work():
        person = active_person(email)
        if person is None:
            raise click.ClickException("There is no active person with this address.")
        wish = actions.NewFeed(kind=FeedKind.PERSON, target_id=person.id, name="eBoard")
        subscription, token = actions.create(actor=Actor(via=Via.COMMAND), person=person, wish=wish)
    click.echo(address_of(token, subscription.name, settings().base_url).https)
