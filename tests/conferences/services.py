"""Registered services whose vendor is a server of the test's own."""

from typing import Any

from eboard.audit import Actor
from eboard.conferences import actions
from eboard.conferences.enums import ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.core.db import unit_of_work
from tests.conferences.server import Reply, VideoServer, as_json
from tests.world import World

SECRET = "a secret that the server shares with us"
MEETINGS = "/v2/users/me/meetings"
BBB_SUCCESS = Reply(200, "<response><returncode>SUCCESS</returncode></response>")


def register(world: World, kind: ProviderKind, name: str, **values: Any) -> ConferenceProvider:
    facts = actions.ProviderFacts(kind=kind, name=name, **values)
    actor = Actor(person_id=world.network_admin.id)
    with unit_of_work():
        return actions.register_provider(actor=actor, organization=world.hub, facts=facts)


def zoom_of(world: World, server: VideoServer, *, name: str = "Our Zoom") -> ConferenceProvider:
    """Zoom at ``server``, which makes rooms 101, 102 and so on."""
    server.answer("POST", "/oauth/token", as_json({"access_token": "token-of-ours"}))
    server.answer("POST", MEETINGS, *(zoom_room(101 + n) for n in range(5)))
    for n in range(5):
        server.answer("PUT", f"/v2/meetings/{101 + n}/status", Reply(204))
        server.answer("DELETE", f"/v2/meetings/{101 + n}", Reply(204))
        server.answer("GET", f"/v2/meetings/{101 + n}", zoom_room(101 + n))
    values = {"url": server.url, "account_id": "acc", "app_id": "app", "secret": SECRET, "host": "me"}
    return register(world, ProviderKind.ZOOM, name, **values)


def zoom_room(number: int) -> Reply:
    urls = {"join_url": f"https://zoom.example/j/{number}", "start_url": f"https://zoom.example/s/{number}"}
    return as_json({"id": number, **urls}, 201)


def bigbluebutton_of(world: World, server: VideoServer) -> ConferenceProvider:
    for name in ("create", "end"):
        server.answer("GET", f"/{name}", BBB_SUCCESS)
    return register(world, ProviderKind.BIGBLUEBUTTON, "Our BBB", url=server.url, secret=SECRET)


def made(server: VideoServer) -> int:
    """How many rooms were asked for so far; forgets the calls."""
    return sum(call.method == "POST" and call.path == MEETINGS for call in server.take())


def deleted(server: VideoServer) -> list[str]:
    """The rooms that were deleted so far; forgets the calls."""
    return [call.path.rpartition("/")[2] for call in server.take() if call.method == "DELETE"]
