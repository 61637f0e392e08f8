"""Commands about video services."""

from typing import Any

import click
from flask.cli import with_appcontext

from eboard.audit import Actor
from eboard.audit.enums import Via
from eboard.conferences import actions
from eboard.conferences.enums import KINDS, AgreementKind
from eboard.conferences.queries import organization_by_code
from eboard.core.db import unit_of_work

AGREEMENTS = {kind.value: kind for kind in AgreementKind}
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def conference() -> None:
    """Look after video services."""


@conference.command("add")
@click.option("--organization", "code", required=True, help="Code of the organization.")
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True, help="How rooms are made.")
@click.option("--name", required=True, help="What people call it.")
@click.option("--url", default="", help="The fixed link, or the address of the server.")
@click.option("--app-id", default="", help="Application or client id.")
@click.option("--account-id", default="", help="Account or tenant id at Zoom or Microsoft.")
@click.option("--host", default="", help="The vendor's user in whose name rooms are made.")
@click.option("--secret", default="", envvar="CONFERENCE_SECRET", help="Its secret; better given as CONFERENCE_SECRET.")
@click.option("--refresh-token", default="", envvar="CONFERENCE_REFRESH_TOKEN", help="Of Webex; better given so.")
@click.option("--agreement", type=click.Choice(sorted(AGREEMENTS)), help="On what terms it is used.")
@click.option("--reference", default="", help="Where the agreement can be found.")
@click.option("--signed-on", type=DAY, help="The day it was signed.")
@click.option("--expires-on", type=DAY, help="Its last day, if it has one.")
@with_appcontext
def add(code: str, kind: str, **given: Any) -> None:
    """Register a video service."""
    days = {name: given.pop(name) for name in ("signed_on", "expires_on")}
    agreement = actions.Agreement(
        kind=AGREEMENTS.get(given.pop("agreement") or ""),
        reference=given.pop("reference"),
        **{name: moment.date() if moment else None for name, moment in days.items()},
    )
    wanted = actions.ProviderFacts(kind=KINDS[kind], agreement=agreement, **given)
    with unit_of_work():
        organization = organization_by_code(code)
        if organization is None:
            raise click.ClickException(f"There is no organization {code}.")
        provider = actions.register_provider(actor=Actor(via=Via.COMMAND), organization=organization, facts=wanted)
    click.echo(f"Registered {provider.name}: {provider.id}")
