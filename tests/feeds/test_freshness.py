"""The law of the tags: whoever is told that nothing is new has what a process that remembers nothing would serve."""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import unit_of_work
from eboard.feeds import rendering
from eboard.feeds.caching import BoundedCache
from eboard.feeds.enums import Extent, FeedKind, Variant
from eboard.feeds.views import fetching
from eboard.invitations.enums import Answer
from eboard.invitations.queries import mine
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Guest, Meeting
from eboard.people.enums import FeedPolicy, Specialty
from eboard.people.models import Affiliation, PersonSpecialty
from tests.client import Client
from tests.conftest import NOW
from tests.feeds.programs import fetch, subscribe
from tests.invitations.reading import change
from tests.world import LONG_AGO, World, add, make_board, make_case, make_item, make_meeting, make_member

Edit = Callable[[World, list[Meeting], random.Random], None]
SPECIALTIES: list[list[str]] = [[], ["radiology"], ["pathology", "surgery"]]


def store(row: Any) -> None:
    with unit_of_work():
        add(row)


def an_item(meetings: list[Meeting], chance: random.Random) -> Any:
    return chance.choice(chance.choice(meetings).items)


def answer(world: World, meetings: list[Meeting], chance: random.Random) -> None:
    invitation = mine(world.radiologist.id, chance.choice(meetings).id)
    if invitation is not None:
        change(invitation, answer=chance.choice([Answer.ACCEPTED, Answer.DECLINED]))


def cancel(_world: World, meetings: list[Meeting], chance: random.Random) -> None:
    change(chance.choice(meetings), state=MeetingState.CANCELLED, cancelled_at=time.now(), announced_at=time.now())


def cover(world: World, _meetings: list[Meeting], chance: random.Random) -> None:
    with unit_of_work() as session:
        specialty = chance.choice([*Specialty])
        session.merge(PersonSpecialty(person_id=world.radiologist.id, specialty=specialty))


def invite(world: World, meetings: list[Meeting], chance: random.Random) -> None:
    with unit_of_work() as session:
        session.merge(Guest(meeting_id=chance.choice(meetings).id, person_id=world.radiologist.id))


def enlist(world: World, meetings: list[Meeting], chance: random.Random) -> None:
    with unit_of_work():
        case = make_case(chance.choice([world.north, world.south]), world.board, specialties=chance.choice(SPECIALTIES))
        make_item(chance.choice(meetings), case, position=chance.randrange(9))


EDITS: dict[str, Edit] = {
    "room": lambda _w, meetings, chance: change(
        chance.choice(meetings), room=f"Room {chance.randrange(9)}", announced_at=time.now()
    ),
    "provider": lambda w, _m, chance: change(w.board, conference_provider_id=chance.choice([None, w.provider.id])),
    "board name": lambda w, _m, chance: change(w.board, name=f"GI {chance.randrange(9)}"),
    "minutes": lambda _w, meetings, chance: change(an_item(meetings, chance), minutes=chance.randrange(30)),
    "order": lambda _w, meetings, chance: change(an_item(meetings, chance), position=chance.randrange(9)),
    "taken off": lambda _w, meetings, chance: change(
        an_item(meetings, chance), state=chance.choice([ItemState.REMOVED, ItemState.LISTED])
    ),
    "presenter": lambda w, meetings, chance: change(
        an_item(meetings, chance), presenter_id=chance.choice([None, w.radiologist.id])
    ),
    "referrer": lambda w, meetings, chance: change(
        an_item(meetings, chance).case, referrer_id=chance.choice([None, w.radiologist.id])
    ),
    "specialties": lambda _w, meetings, chance: change(
        an_item(meetings, chance).case, specialties=chance.choice(SPECIALTIES)
    ),
    "zone": lambda w, _m, chance: change(w.radiologist, zone=chance.choice(["Asia/Dubai", "Europe/London"])),
    "policy": lambda w, _m, chance: change(
        chance.choice([w.hub, w.north]), feed_policy=chance.choice([FeedPolicy.FULL, FeedPolicy.BUSY])
    ),
    "seat": lambda w, _m, chance: store(
        make_member(w.board, w.radiologist, chance.choice([BoardRole.PANELIST, BoardRole.COORDINATOR]))
    ),
    "seat ends": lambda w, _m, chance: change(
        chance.choice([one for one in w.board.memberships if one.person_id == w.radiologist.id]),
        ends_on=chance.choice([None, date(2026, 3, 20)]),
    ),
    "affiliation": lambda w, _m, _chance: store(
        Affiliation(
            person_id=w.radiologist.id, organization_id=w.north.id, role="physician", starts_on=LONG_AGO,
            approved_at=time.now(),
        )
    ),
    "answer": answer, "cancelled": cancel, "own specialty": cover, "guest": invite, "listed": enlist,
}  # fmt: skip


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Serve from a process that has just begun."""
    monkeypatch.setattr(fetching, "bodies", BoundedCache(1_000_000))
    monkeypatch.setattr(rendering, "events", BoundedCache(1_000_000))


@pytest.mark.parametrize("seed", range(4))
def test_nothing_new_means_that_nothing_is_new(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    with unit_of_work():
        other = make_board(world.north, "LUNG")
        make_member(other, world.radiologist, BoardRole.PANELIST)
        meetings = [make_meeting(world.board), make_meeting(world.board, day=date(2026, 3, 23)), make_meeting(other)]
        for meeting in meetings:
            for position, needed in enumerate(SPECIALTIES, start=1):
                make_item(meeting, make_case(world.north, meeting.board, specialties=needed), position)
    me = world.radiologist
    paths = [
        subscribe(me),
        subscribe(me, variant=Variant.BUSY, shows_declined=True),
        subscribe(me, extent=Extent.MINUTES, alarm_minutes=5),
        subscribe(me, FeedKind.BOARD, world.board),
        subscribe(me, FeedKind.ORGANIZATION, world.hub),
    ]
    paths.append(f"/fb/{paths[2].split('/')[2]}.ifb")
    had: dict[str, tuple[str, bytes]] = {}
    for step, name in enumerate(chance.choices(list(EDITS), k=40)):
        with time.at(NOW + timedelta(minutes=7 * step)):
            EDITS[name](world, meetings, chance)
            for path in paths:
                tag, body = had.get(path, ("", b""))
                remembered = fetch(client, path, If_None_Match=tag)
                with monkeypatch.context() as patch:
                    forget(patch)
                    fresh = fetch(client, path)
                seen = body if remembered.status_code == 304 else remembered.data
                assert (seen, fresh.status_code) == (fresh.data, 200), f"{name} in step {step} for {path}"
                had[path] = fresh.headers["ETag"], fresh.data


def test_one_changed_meeting_makes_one_new_event(world: World, client: Client) -> None:
    with unit_of_work():
        meetings = [make_meeting(world.board, day=date(2026, 3, 9) + timedelta(days=7 * week)) for week in range(5)]
    path = subscribe(world.chair)
    fetch(client, path)
    assert len(rendering.events.kept) == 5
    with time.at(NOW + timedelta(minutes=5)):
        change(meetings[2], room="Room 9", announced_at=time.now())
        fetch(client, path)
    assert len(rendering.events.kept) == 6


def test_events_are_shared_only_between_readers_who_see_the_same(world: World, client: Client) -> None:
    with unit_of_work():
        make_meeting(world.board)
    same = [fetch(client, subscribe(one)).data for one in (world.chair, world.deputy)]
    assert (same[0] == same[1], len(rendering.events.kept)) == (True, 1)
    full = {fetch(client, subscribe(world.chair, alarm_minutes=minutes)).data for minutes in (5, 10)}
    busy = fetch(client, subscribe(world.chair, variant=Variant.BUSY)).text
    assert (len(full), len(rendering.events.kept)) == (2, 4)
    assert "GI eBoard" not in busy
    assert "GI eBoard" in same[0].decode()
