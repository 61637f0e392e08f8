"""A provider in a process of its own, and an organization whose people come in by it."""

import json
import os
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from eboard.audit import SYSTEM
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.signon.actions.providers import ProviderFacts, approve_provider, save_provider
from eboard.signon.models import IdentityProvider
from tests.availability.server import Authority
from tests.client import Client
from tests.people.conftest import run, with_app, with_factors, with_password
from tests.signon.identity_provider import CLIENT, SECRET
from tests.world import World

__all__ = ["run", "with_app", "with_factors", "with_password"]


class Provider:
    """The running provider, seen from a browser."""

    def __init__(self, url: str, ca_file: Path) -> None:
        self.url = url
        self.ca_file = ca_file
        self.trust = ssl.create_default_context(cafile=str(ca_file))

    def control(self, **values: Any) -> list[dict[str, str]]:
        """Set what it says and does; returns what it was asked since."""
        sent = json.dumps({"now": int(time.now().timestamp()), **values}).encode()
        asked = urllib.request.Request(f"{self.url}/control", sent, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, context=self.trust) as answer:
            return list(json.load(answer))

    def visit(self, place: str) -> str:
        """Follow an address there as a browser does, and return where it sends back to."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_arguments: Any) -> None:
                return None

        opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=self.trust))
        with pytest.raises(urllib.error.HTTPError) as answer:
            opener.open(place)
        back = str(answer.value.headers["Location"])
        answer.value.close()
        return back.removeprefix("http://localhost:8000")


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    authority = Authority(tmp_path_factory.mktemp("sign-on"))
    program = Path(__file__).with_name("identity_provider.py")
    command = [sys.executable, "-W", "ignore", str(program), str(authority.vouch("localhost"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=dict(os.environ)) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        yield Provider(f"https://localhost:{port}", authority.ca_file)
        process.terminate()


@pytest.fixture
def provider(running_provider: Provider, client: Client, monkeypatch: pytest.MonkeyPatch) -> Provider:
    known = client.application.config["EBOARD"]
    reachable = replace(known, sign_on_networks=(ip_network("127.0.0.1/32"),), sign_on_ca_file=running_provider.ca_file)
    monkeypatch.setitem(client.application.config, "EBOARD", reachable)
    running_provider.control()
    return running_provider


def register(
    world: World, provider: Provider, *, is_strong: bool = True, allows_password: bool = True, **facts: Any
) -> IdentityProvider:
    """Let the provider let in the people of the north."""
    with unit_of_work():
        row = save_provider(
            actor=SYSTEM,
            organization=world.north,
            facts=ProviderFacts(
                **{"issuer": provider.url, "client_id": CLIENT, "secret": SECRET, **facts}  # type: ignore[arg-type]
            ),
            version=0,
        )
        approve_provider(actor=SYSTEM, provider=row, enforces_second_factor=is_strong, agreement="A-17")
        world.north.allows_password = allows_password
    return row


@pytest.fixture
def north(world: World, provider: Provider) -> IdentityProvider:
    return register(world, provider)


def travel(client: Client, provider: Provider, place: str) -> TestResponse:
    """There and back, as a browser goes."""
    there = client.get(place)
    assert there.status_code == 303
    assert urlsplit(there.location).netloc == urlsplit(provider.url).netloc, there.location
    return client.get(provider.visit(there.location))
