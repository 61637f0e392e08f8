"""Commands about video services."""

import click
from flask.cli import with_appcontext

from eboard.audit import Actor
from eboard.audit.enums import Via
from eboard.conferences import actions
from eboard.conferences.enums import ProviderKind
from eboard.conferences.queries import organization_by_code
from eboard.core.db import unit_of_work

KINDS = {kind.value: kind for kind in ProviderKind}


@click.group()
def conference() -> None:
    """Look after video services."""


@conference.command("add")
@click.option("--organization", "code", required=True, help="Code of the organization.")
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True, help="How rooms are made.")
@click.option("--name", required=True, help="What people call it.")
@click.option("--url", required=True, help="The fixed link, or the address of the server.")
@click.option("--app-id", default="", help="Application id of a Jitsi server.")
@click.option("--secret", default="", envvar="CONFERENCE_SECRET", help="Its secret; better given as CONFERENCE_SECRET.")
@with_appcontext
def add(code: str, kind: str, **facts: str) -> None:
    """Register a video service."""
    wanted = actions.ProviderFacts(kind=KINDS[kind], **facts)
    with unit_of_work():
        organization = organization_by_code(code)
        if organization is None:
            raise click.ClickException(f"There is no organization {code}.")
        provider = actions.register_provider(actor=Actor(via=Via.COMMAND), organization=organization, facts=wanted)
    click.echo(f"Registered {provider.name}: {provider.id}")
