"""Lists: what waits for whom, recorded as looked at, with the same number of queries whatever their length."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core.db import db
from eboard.recommendations.models import Discussion, SignedVersion
from eboard.recommendations.views.waiting import (
    unacknowledged_on_boards,
    unread_for,
    unsigned_for,
    unsigned_on_boards,
)
from tests.client import Client
from tests.recommendations.outcomes import by, make_letter, make_scene, record
from tests.world import World

Count = Callable[[Callable[[], object]], int]
EVERYBODY = (
    "nurse",
    "physician",
    "stranger",
    "coordinator",
    "chair",
    "deputy",
    "radiologist",
    "observer",
    "north_admin",
)


def holders(world: World, waiting: Callable[[Actor], object]) -> set[str]:
    """For whom something waits."""
    return {who for who in EVERYBODY if db.session.scalars(waiting(by(getattr(world, who)))).all()}  # type: ignore[call-overload]


def test_what_waits_waits_for_the_right_people(world: World) -> None:
    make_letter(world)
    record(make_scene(world))
    assert holders(world, unsigned_for) == {"chair", "deputy"}
    assert holders(world, unsigned_on_boards) == {"chair", "deputy", "coordinator"}
    assert holders(world, unread_for) == {"nurse", "physician"}
    assert holders(world, unacknowledged_on_boards) == {"chair", "deputy", "coordinator"}


def test_a_draft_waits_for_nobody(world: World) -> None:
    scene = make_scene(world)
    record(scene)
    scene.discussion.recorded_at = None
    db.session.commit()
    assert holders(world, unsigned_on_boards) == set()


@pytest.mark.parametrize("url", ["/outcomes", "/outcomes/unread", "/letters/", "/prepare/"])
def test_the_number_of_queries_does_not_grow(world: World, client: Client, count_queries: Count, url: str) -> None:
    client.sign_in(world.nurse if url == "/letters/" else world.chair)
    fill(world)
    client.get(url)
    few = count_queries(lambda: client.get(url))
    fill(world)
    fill(world)
    assert count_queries(lambda: client.get(url)) == few


def fill(world: World) -> None:
    record(make_scene(world))
    make_scene(world)
    make_letter(world)


@pytest.mark.parametrize(
    ("url", "who", "model"),
    [
        ("/outcomes", "chair", Discussion),
        ("/outcomes/unread", "coordinator", SignedVersion),
        ("/letters/", "nurse", SignedVersion),
    ],
)
def test_a_list_is_recorded_with_what_it_showed(
    world: World, client: Client, url: str, who: str, model: type[Discussion | SignedVersion]
) -> None:
    make_letter(world)
    record(make_scene(world))
    client.sign_in(getattr(world, who)).get(url)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    kind = model.__tablename__
    shown = entry.details["ids"]
    assert (entry.chain_id, entry.details["kind"], len(shown)) == (world.north.id, kind, 1)


@pytest.mark.parametrize("url", ["/outcomes", "/outcomes/unread", "/letters/", "/prepare/"])
def test_strangers_see_empty_lists(world: World, client: Client, url: str) -> None:
    scene, _version = make_letter(world)
    record(make_scene(world))
    other = make_scene(world)
    page = client.sign_in(world.stranger).get(url)
    assert page.status_code == 200
    assert [number for number in (scene.case.number, other.case.number) if number in page.text] == []
    assert db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).all() == []
