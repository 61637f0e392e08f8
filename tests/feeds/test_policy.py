"""What organizations allow of calendars outside: it counts at once, and the strictest of a person's decides."""

from datetime import date, timedelta
from typing import Any

import pytest

from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.core.errors import DomainError
from eboard.feeds.enums import FeedKind, Variant
from eboard.people.enums import AffiliationRole, FeedPolicy
from eboard.people.models import Affiliation, Organization
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import events, fetch, subscribe
from tests.invitations.reading import change
from tests.world import World, add, make_meeting

LATER = NOW + timedelta(minutes=5)
FACTS = {"name": "Hub Hospital", "country": "US", "zone": "America/Chicago", "locale": "en", "weekend": ["SA", "SU"]}


def choose(client: Client, world: World, organization: Organization, policy: FeedPolicy) -> int:
    """Let the administrator of the network set a policy on the page of the organization."""
    client.sign_in(world.network_admin)
    data = {**FACTS, "name": organization.name, "version": str(organization.row_version), "feed_policy": policy.value}
    return client.post(f"/organizations/{organization.id}", data=data).status_code


def summaries(client: Client, path: str, **headers: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(fetch(client, path, **headers)).values()]


def test_a_full_calendar_in_use_says_busy_at_once_and_everything_again_later(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
    path = subscribe(world.chair)
    first = fetch(client, path)
    assert [str(one["SUMMARY"]) for one in events(first).values()] == ["GI eBoard"]
    with time.at(LATER):
        assert choose(client, world, world.hub, FeedPolicy.BUSY) == 303
        second = fetch(
            client, path, If_None_Match=first.headers["ETag"], If_Modified_Since=first.headers["Last-Modified"]
        )
        assert [str(one["SUMMARY"]) for one in events(second).values()] == ["Busy"]
        assert choose(client, world, world.hub, FeedPolicy.FULL) == 303
        assert summaries(client, path, If_None_Match=second.headers["ETag"]) == ["GI eBoard"]


def test_without_calendars_every_address_of_its_people_answers_410(world: World, client: Client) -> None:
    paths = [
        subscribe(world.chair),
        subscribe(world.chair, variant=Variant.BUSY),
        subscribe(world.chair, FeedKind.BOARD, world.board),
        subscribe(world.chair, FeedKind.ORGANIZATION, world.hub),
    ]
    other = subscribe(world.nurse)
    assert [fetch(client, path).status_code for path in paths] == [200] * 4
    choose(client, world, world.hub, FeedPolicy.NONE)
    assert [fetch(client, path).status_code for path in paths] == [410] * 4
    token = paths[0].split("/")[2]
    assert fetch(client, f"/fb/{token}.ifb").status_code == 410
    assert fetch(client, other).status_code == 200


def test_free_busy_times_are_busy_only_anyway(world: World, client: Client) -> None:
    token = subscribe(world.chair).split("/")[2]
    choose(client, world, world.hub, FeedPolicy.BUSY)
    assert fetch(client, f"/fb/{token}.ifb").status_code == 200


def join(world: World, organization: Organization, **values: Any) -> None:
    with unit_of_work():
        add(
            Affiliation(
                person_id=world.chair.id,
                organization_id=organization.id,
                role=AffiliationRole.PHYSICIAN,
                **{"starts_on": date(2020, 1, 1), "approved_at": NOW, **values},
            )
        )


def test_the_strictest_of_several_organizations_counts_while_one_belongs_to_it(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
    change(world.north, feed_policy=FeedPolicy.BUSY)
    change(world.south, feed_policy=FeedPolicy.NONE)
    path = subscribe(world.chair, FeedKind.BOARD, world.board)
    assert summaries(client, path) == ["GI eBoard"]
    join(world, world.north)
    assert summaries(client, path) == ["Busy"]
    join(world, world.south, approved_at=None)
    assert summaries(client, path) == ["Busy"]
    join(world, world.south, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    assert summaries(client, path) == ["Busy"]
    for days, status in ((1, 410), (2, 410), (3, 200)):
        with time.at(NOW + timedelta(days=days)):
            assert fetch(client, path).status_code == status


def test_new_addresses_keep_to_it(world: World) -> None:
    change(world.hub, feed_policy=FeedPolicy.BUSY)
    with pytest.raises(DomainError, match="allows busy times only") as caught:
        subscribe(world.chair)
    assert caught.value.field == "variant"
    subscribe(world.chair, variant=Variant.BUSY)
    change(world.hub, feed_policy=FeedPolicy.NONE)
    with pytest.raises(DomainError, match="does not allow subscribed calendars"):
        subscribe(world.chair, variant=Variant.BUSY)


def test_the_page_explains_it_and_offers_what_is_allowed(world: World, client: Client) -> None:
    subscribe(world.chair)
    page = client.sign_in(world.chair).get("/subscriptions/").text
    assert ("allows busy times only" in page, 'value="full"' in page) == (False, True)
    change(world.hub, feed_policy=FeedPolicy.BUSY)
    page = client.get("/subscriptions/").text
    assert "Hub Hospital allows busy times only." in page
    assert ('value="full"' in page, "My meetings · Busy times only" in page) == (False, True)
    data = {"name": "Mine", "shows": f"person:{world.chair.id}", "extent": "meeting", "alarm": ""}
    answers = [client.post("/subscriptions/", data={**data, "variant": one}) for one in ("full", "busy")]
    assert [answer.status_code for answer in answers] == [422, 200]
    change(world.hub, feed_policy=FeedPolicy.NONE)
    page = client.get("/subscriptions/").text
    assert "Hub Hospital does not allow subscribed calendars." in page
    assert "Make the address" not in page


def test_its_own_administrator_chooses_and_nobody_of_another_organization(world: World, client: Client) -> None:
    address = f"/organizations/{world.north.id}"
    data = {**FACTS, "version": "1", "feed_policy": "none"}
    client.sign_in(world.stranger)
    assert client.post(address, data=data).status_code == 404
    client.sign_in(world.north_admin)
    assert client.post(f"/organizations/{world.south.id}", data=data).status_code == 404
    assert client.post(address, data={**data, "feed_policy": "some"}).status_code == 422
    assert client.post(address, data=data).status_code == 303
    assert [one.feed_policy for one in (world.north, world.south, world.hub)] == ["none", "full", "full"]
    assert '<input checked id="feed_policy-2"' in client.get(address).text
