"""Registering video services: what each kind asks for, on what terms, by whom, and whether it works."""

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from config import Environment
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.conferences import actions
from eboard.conferences.agreements import uncovered
from eboard.conferences.commands import conference
from eboard.conferences.enums import AgreementKind, ProviderKind
from eboard.conferences.jobs import remind_of_agreements
from eboard.conferences.models import ConferenceProvider
from eboard.conferences.queries import credentials_of, old_secret_place
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.keys import keyring
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole
from tests.client import Client
from tests.conferences.server import Reply, VideoServer, as_json
from tests.conftest import NOW
from tests.invitations.reading import change
from tests.pages import stored_meanwhile
from tests.world import World, make_person

SECRET = "a secret that the server shares with us"
PAPER = {"agreement_kind": "business_associate", "agreement_reference": "BAA-7", "agreement_signed_on": "2026-01-01"}
JITSI = {"name": "Our Jitsi", "url": "https://meet.example.org", "app_id": "eboard", "secret": SECRET}
TYPED: dict[str, dict[str, str]] = {
    "fixed": {"name": "Our link", "url": "https://video.example.org/x"},
    "jitsi": JITSI,
    "bigbluebutton": {"name": "Our BBB", "url": "https://bbb.example.org/bigbluebutton/api", "secret": SECRET},
    "zoom": {"name": "Our Zoom", "account_id": "acc", "app_id": "app", "secret": SECRET, "host": "h@hub.example"},
    "teams": {"name": "Our Teams", "account_id": "tenant", "app_id": "app", "secret": SECRET, "host": "object"},
    "webex": {"name": "Our Webex", "app_id": "app", "secret": SECRET, "refresh_token": "refresh-of-ours"},
}


@contextmanager
def in_production(app: Flask) -> Iterator[None]:
    before = app.config["EBOARD"]
    app.config["EBOARD"] = replace(before, environment=Environment.PRODUCTION)
    try:
        yield
    finally:
        app.config["EBOARD"] = before


def new(world: World, kind: str) -> str:
    return f"/organizations/{world.hub.id}/video/new/{kind}"


def the_new_one(world: World) -> ConferenceProvider:
    others = ConferenceProvider.id != world.provider.id
    return db.session.scalars(select(ConferenceProvider).where(others)).one()


def zoom_at(world: World, server: VideoServer, **values: Any) -> ConferenceProvider:
    facts = actions.ProviderFacts(
        **{**TYPED["zoom"], "kind": ProviderKind.ZOOM, "url": server.url, "host": "me", **values}
    )
    with unit_of_work():
        return actions.register_provider(
            actor=Actor(person_id=world.network_admin.id), organization=world.hub, facts=facts
        )


@pytest.mark.parametrize("kind", TYPED)
def test_every_kind_is_registered_with_what_it_asks_for(world: World, client: Client, kind: str) -> None:
    client.sign_in(world.network_admin)
    listed = client.get(f"/organizations/{world.hub.id}/video/new").text
    assert new(world, kind) in listed
    page = client.get(new(world, kind)).text
    fields = ("url", "app_id", "account_id", "host", "secret", "refresh_token")
    asked = {name for name in fields if f'name="{name}"' in page}
    assert TYPED[kind].keys() - {"name"} <= asked
    response = client.post(new(world, kind), data={**TYPED[kind], **PAPER, "host": TYPED[kind].get("host", "")})
    assert response.status_code == 303
    provider = the_new_one(world)
    secrets = {name: value for name, value in TYPED[kind].items() if name in {"secret", "refresh_token"}}
    assert (provider.kind.value, credentials_of(provider)) == (kind, secrets)
    assert (provider.agreement_reference, provider.agreement_signed_on) == ("BAA-7", date(2026, 1, 1))
    shown = client.get(f"/video/{provider.id}").text + client.get(f"/organizations/{world.hub.id}/video").text
    assert [secret for secret in secrets.values() if secret in shown] == []
    assert [value for name, value in TYPED[kind].items() if name not in secrets and value not in shown] == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for kind, typed in TYPED.items() for name in typed if name != "name"],
)
def test_what_a_kind_needs_is_asked_for_beside_its_field(world: World, client: Client, kind: str, name: str) -> None:
    client.sign_in(world.network_admin)
    response = client.post(new(world, kind), data={**TYPED[kind], **PAPER, name: ""})
    assert (response.status_code, response.text.count("is missing.")) == (422, 2)  # in the summary and at the field
    assert f'id="{name}-error"' in response.text


@pytest.mark.parametrize(
    ("kind", "wrong", "sentence"),
    [
        ("jitsi", {"url": "http://meet.example.org"}, "beginning with https://"),
        ("jitsi", {"url": "https://user@meet.example.org"}, "beginning with https://"),
        ("jitsi", {"secret": "short"}, "32 characters or more"),
        ("zoom", {"url": "http://zoom.us"}, "beginning with https://"),
        ("zoom", {"agreement_kind": "own_servers"}, "Not a valid choice"),
        ("jitsi", {"agreement_reference": ""}, "Say where the agreement can be found"),
        ("jitsi", {"agreement_signed_on": ""}, "Enter the day it was signed."),
        ("jitsi", {"agreement_expires_on": "2025-12-31"}, "It cannot end before it was signed."),
    ],
)
def test_a_service_that_cannot_work_is_refused_beside_its_field(
    world: World, client: Client, kind: str, wrong: dict[str, str], sentence: str
) -> None:
    client.sign_in(world.network_admin)
    response = client.post(new(world, kind), data={**TYPED[kind], **PAPER, **wrong})
    assert (response.status_code, sentence in response.text) == (422, True)
    assert SECRET not in response.text


def test_a_vendors_servers_are_nobodys_own(world: World, server: VideoServer) -> None:
    own = actions.Agreement(kind=AgreementKind.OWN_SERVERS)
    with pytest.raises(DomainError) as caught:
        zoom_at(world, server, agreement=own)
    assert (caught.value.field, "Zoom runs on servers of its vendor." in caught.value.message) == (
        "agreement_kind",
        True,
    )


def test_in_production_a_service_needs_an_agreement_in_force(world: World, client: Client, ctx: Flask) -> None:
    client.sign_in(world.network_admin)
    with in_production(ctx):
        for kind, terms, status in (
            ("jitsi", {}, 422),
            ("jitsi", {**PAPER, "agreement_signed_on": "2026-04-01"}, 422),
            ("jitsi", {**PAPER, "agreement_expires_on": "2026-03-01"}, 422),
            ("jitsi", {"agreement_kind": "own_servers"}, 303),
            ("zoom", {}, 422),
            ("zoom", {**PAPER, "agreement_expires_on": "2026-03-02"}, 303),
            ("webex", {**PAPER, "agreement_kind": "data_processing"}, 303),
        ):
            assert client.post(new(world, kind), data={**TYPED[kind], **terms}).status_code == status, (kind, terms)
        page = client.post(new(world, "zoom"), data=TYPED["zoom"]).text
        assert "There is no agreement with Our Zoom. Enter one that is in force." in page
        response = client.post(new(world, "jitsi"), data={**JITSI, **PAPER, "url": "https://127.0.0.1"})
        assert "beginning with https://" in response.text


def test_an_agreement_covers_from_its_first_to_its_last_day(world: World, ctx: Flask) -> None:
    provider = world.provider
    assert uncovered(provider) == ""
    with in_production(ctx):
        assert uncovered(provider) == "There is no agreement with Hub room."
    provider.agreement_kind = AgreementKind.DATA_PROCESSING
    provider.agreement_signed_on, provider.agreement_expires_on = date(2026, 3, 3), date(2026, 3, 4)
    said = []
    for days in range(4):
        with time.at(NOW + timedelta(days=days)):
            said.append(uncovered(provider))
    assert said == [
        "The agreement with Hub room is not signed yet.",
        "",
        "",
        "The agreement with Hub room ended on Wed 4 Mar 2026.",
    ]


def test_an_administrator_keeps_the_services_of_the_own_organization_only(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    address = f"/organizations/{world.hub.id}/video"
    assert client.get(f"/organizations/{world.hub.id}").text.count(f'href="{address}"') == 1
    assert client.post(new(world, "jitsi"), data=JITSI).status_code == 303
    assert "Our Jitsi" in client.get(address).text
    provider = the_new_one(world)
    kept = provider.sealed_credentials
    edited = {**JITSI, "url": "https://meet2.example.org", "secret": "", "version": str(provider.row_version)}
    assert client.post(f"/video/{provider.id}", data=edited).status_code == 303
    db.session.expire_all()
    assert (provider.url, provider.sealed_credentials) == ("https://meet2.example.org", kept)
    late = client.post(f"/video/{provider.id}", data={**edited, "name": "My Jitsi", "secret": SECRET})
    assert (late.status_code, stored_meanwhile(late.text)) == (409, {"Name": "Our Jitsi", "Shared secret": "not shown"})
    assert client.get(new(world, "skype")).status_code == 404
    assert client.post(f"/video/{provider.id}/try").status_code == 404  # nothing is made there
    client.sign_in(world.north_admin)
    assert client.get(address).status_code in {403, 404}
    assert client.get(f"{address}/new").status_code in {403, 404}
    assert client.post(new(world, "jitsi"), data=JITSI).status_code in {403, 404}
    assert client.get(f"/video/{provider.id}").status_code == 404
    assert client.post(f"/video/{provider.id}", data=edited).status_code == 404
    assert client.post(f"/video/{provider.id}/try").status_code == 404


def test_another_address_is_never_sent_the_secrets_that_are_stored(
    world: World, client: Client, server: VideoServer
) -> None:
    provider = zoom_at(world, server)
    kept = provider.sealed_credentials
    client.sign_in(world.network_admin)
    edited = {**TYPED["zoom"], "url": "https://zoom.attacker.example", "secret": "", "version": provider.row_version}
    refused = client.post(f"/video/{provider.id}", data=edited)
    sentence = "Enter “Client secret” again: the address of the service is another one."
    assert (refused.status_code, refused.text.count(sentence)) == (422, 2)  # in the summary and at the field
    db.session.expire_all()
    assert (provider.url, provider.sealed_credentials) == (server.url, kept)
    typed = {**edited, "secret": "one for the other address"}
    assert client.post(f"/video/{provider.id}", data=typed).status_code == 303
    db.session.expire_all()
    assert credentials_of(provider) == {"secret": "one for the other address"}


def test_a_list_of_services_costs_the_same_for_one_and_three(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(world.network_admin)
    address = f"/organizations/{world.hub.id}/video"
    one = count_queries(lambda: client.get(address))
    for kind in ("jitsi", "fixed"):
        client.post(new(world, kind), data={**TYPED[kind], **PAPER})
    assert count_queries(lambda: client.get(address)) == one


def test_a_secret_that_was_sealed_alone_still_opens(world: World) -> None:
    provider = world.provider
    provider.sealed_credentials = keyring().seal(SECRET.encode(), old_secret_place(provider.id))
    assert credentials_of(provider) == {"secret": SECRET}


@pytest.mark.parametrize(
    ("made", "ended", "sentence", "outcome"),
    [
        (as_json({"id": 1, "join_url": "https://example.com/j/1"}, 201), 204, "The service works.", "ok"),
        (Reply(403), 204, "did not accept the credentials or their rights. (403)", "refused 403"),
        (Reply(429), 204, "asks to wait before the next room. (429)", "limited 429"),
        (Reply(201, "{}"), 204, "that is not in its documents. (201)", "garbled 201"),
        (
            as_json({"id": 1, "join_url": "https://example.com/j/1"}, 201),
            500,
            "A room was made but not ended. The service did not answer. (500)",
            "not ended: down 500",
        ),
    ],
)
def test_trying_a_service_says_what_happened(
    world: World,
    client: Client,
    server: VideoServer,
    made: Reply,
    ended: int,
    sentence: str,
    outcome: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING)
    server.answer("POST", "/oauth/token", as_json({"access_token": "token-of-ours"}))
    server.answer("POST", "/v2/users/me/meetings", made)
    server.answer("PUT", "/v2/meetings/1/status", Reply(ended))
    server.answer("DELETE", "/v2/meetings/1", Reply(ended))
    provider = zoom_at(world, server)
    client.sign_in(world.network_admin)
    response = client.post(f"/video/{provider.id}/try", follow_redirects=True)
    assert (response.status_code, sentence in response.text) == (200, True)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "conference_provider.tried")).one()
    assert (entry.subject_id, entry.details["outcome"]) == (provider.id, outcome)
    asked = next(call for call in server.calls if call.path.endswith("/meetings"))
    assert asked.json["topic"] == "eBoard"
    everything = response.text + caplog.text + json.dumps(entry.details)
    assert [word for word in (SECRET, "token-of-ours") if word in everything] == []


def test_a_refresh_token_that_was_renewed_is_kept(world: World, client: Client, server: VideoServer) -> None:
    facts = actions.ProviderFacts(**{**TYPED["webex"], "kind": ProviderKind.WEBEX, "url": server.url})
    with unit_of_work():
        provider = actions.register_provider(actor=Actor(), organization=world.hub, facts=facts)
    version = provider.row_version
    server.answer("POST", "/v1/access_token", as_json({"access_token": "a", "refresh_token": "a-newer-one"}))
    client.sign_in(world.network_admin)
    client.post(f"/video/{provider.id}/try")
    assert credentials_of(provider) == {"secret": SECRET, "refresh_token": "a-newer-one"}
    assert provider.row_version == version
    with unit_of_work():
        actions.keep_refresh_token(provider=provider, used=b"what somebody changed meanwhile", token="late")
    assert credentials_of(provider)["refresh_token"] == "a-newer-one"


def test_administrators_are_reminded_once_of_an_agreement_that_ends(world: World) -> None:
    change(
        world.provider,
        organization_id=world.north.id,
        agreement_kind=AgreementKind.BUSINESS_ASSOCIATE,
        agreement_reference="BAA-7",
        agreement_signed_on=date(2025, 1, 1),
        agreement_expires_on=date(2026, 4, 2),
    )
    sent = select(OutboxMessage).order_by(OutboxMessage.recipient)
    with time.at(NOW):
        remind_of_agreements()
    assert db.session.scalars(sent).all() == []
    for _twice in range(2):
        with time.at(NOW + timedelta(days=1)):
            remind_of_agreements()
    (mail,) = db.session.scalars(sent).all()
    assert (mail.recipient, mail.subject) == (
        "ana.admin@example.org",
        "The agreement with Hub room ends on Thu 2 Apr 2026",
    )
    with unit_of_work():
        make_person("Amal Admin", world.north, AffiliationRole.ORGANIZATION_ADMIN)
    with time.at(NOW + timedelta(days=31)):
        remind_of_agreements()
    assert [mail.recipient for mail in db.session.scalars(sent)] == ["amal.admin@example.org", "ana.admin@example.org"]
    with time.at(NOW + timedelta(days=32)):
        assert remind_of_agreements() == 0


def test_without_an_administrator_the_networks_are_reminded(world: World) -> None:
    change(world.provider, agreement_kind=AgreementKind.DATA_PROCESSING, agreement_expires_on=NOW.date())
    remind_of_agreements()
    assert [mail.recipient for mail in db.session.scalars(select(OutboxMessage))] == ["nadia.network@example.org"]


def test_the_command_registers_a_service(world: World, ctx: Flask) -> None:
    run = ctx.test_cli_runner().invoke
    values = ["add", "--kind", "fixed", "--name", "Room", "--url", "https://video.example.org/x", "--organization"]
    terms = ["--agreement", "data_processing", "--reference", "DPA-1", "--signed-on", "2026-01-31"]
    assert run(conference, [*values, "NORTH", *terms]).exit_code == 0
    assert run(conference, [*values, "NOWHERE"]).output == "Error: There is no organization NOWHERE.\n"
    found = db.session.scalars(select(ConferenceProvider).where(ConferenceProvider.name == "Room")).one()
    assert (found.organization_id, found.sealed_credentials) == (world.north.id, None)
    assert (found.agreement_kind, found.agreement_reference, found.agreement_signed_on, found.agreement_expires_on) == (
        AgreementKind.DATA_PROCESSING,
        "DPA-1",
        date(2026, 1, 31),
        None,
    )
