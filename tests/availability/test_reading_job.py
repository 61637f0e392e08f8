"""The job: from a sealed address over a real server to busy times in the database, and what becomes of failures."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from eboard.audit import Actor
from eboard.availability.actions import reading
from eboard.availability.actions.calendars import add_calendar, read_again
from eboard.availability.enums import BusyKind, CalendarState, Problem
from eboard.availability.fetching import Reach
from eboard.availability.jobs import _assigned, read_due
from eboard.availability.models import BusyTime, PublishedCalendar
from eboard.availability.periods import Period
from eboard.availability.queries import busy_between, due_to_be_read
from eboard.availability.reading.calendar import MOST_EVENTS
from eboard.availability.readout import read_out
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people.enums import PersonState
from eboard.people.models import Person
from tests.availability.server import Authority, Server, reply, running
from tests.conftest import NOW
from tests.invitations.reading import delivered
from tests.world import World, save

BEGIN = datetime(2026, 3, 9, 9, 0, tzinfo=UTC)


def event(start: datetime, uid: str = "a@other.example", **lines: str) -> str:
    more = "".join(f"{name}:{value}\r\n" for name, value in lines.items())
    return (
        f"BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDURATION:PT1H\r\n"
        f"SUMMARY:Mrs. Secret\r\n{more}END:VEVENT\r\n"
    )


def ics(*events: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


@pytest.fixture
def server(world: World, authority: Authority, ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server called localhost, which the settings let eBoard reach."""
    del world
    networks = (ip_network("127.0.0.1/32"),)
    settings = replace(ctx.config["EBOARD"], calendar_networks=networks, calendar_ca_file=authority.ca_file)
    monkeypatch.setitem(ctx.config, "EBOARD", settings)
    with running(authority.vouch("localhost")) as started:
        yield started


def publish(server: Server, person: Person, path: str = "/secret.ics") -> PublishedCalendar:
    with unit_of_work():
        return add_calendar(actor=Actor(person_id=person.id), person=person, address=server.url(path, host="localhost"))


def answering(body: bytes, status: int = 200, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda request: reply(request, body, status, **headers)


def taken(person: Person) -> list[Period]:
    return busy_between([person.id], NOW - timedelta(days=400), NOW + timedelta(days=400))[person.id]


def hour(start: datetime, kind: BusyKind = BusyKind.BUSY) -> Period:
    return Period(start, start + timedelta(hours=1), kind)


def test_a_calendar_is_read_and_only_when_and_how_is_kept(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    server.answer = answering(
        ics(
            event(BEGIN),
            event(BEGIN + timedelta(days=1), "b@other.example", STATUS="TENTATIVE"),
            event(BEGIN + timedelta(days=2), "ours@eboard.example.org"),
            event(BEGIN + timedelta(days=200), "c@other.example"),  # past the window
            event(BEGIN - timedelta(days=20), "d@other.example"),  # before it
            "BEGIN:VEVENT\r\nSUMMARY:nonsense\r\nEND:VEVENT\r\n",
        )
    )
    assert read_due() == 1
    assert taken(world.chair) == [hour(BEGIN), hour(BEGIN + timedelta(days=1), BusyKind.TENTATIVE)]
    assert (row.state, row.problem, row.read_at, row.failures, row.warnings) == (CalendarState.READ, None, NOW, 0, 1)
    assert row.due_at is not None
    assert timedelta(minutes=39) < row.due_at - NOW < timedelta(minutes=51)
    assert due_to_be_read() == []
    assert read_due() == 0


def test_a_new_version_replaces_the_old_one(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    server.answer = answering(ics(event(BEGIN)))
    read_due()
    server.answer = answering(ics(event(BEGIN + timedelta(days=3))))
    with time.at(NOW + timedelta(hours=1)):
        assert read_due() == 1
        assert taken(world.chair) == [hour(BEGIN + timedelta(days=3))]
        server.answer = answering(ics())
        with unit_of_work():
            read_again(calendar=row)
        read_due()
        assert taken(world.chair) == []


def test_an_unchanged_calendar_keeps_its_times_and_its_age_is_that_of_the_answer(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    server.answer = answering(ics(event(BEGIN)), ETag='"v1"')
    read_due()
    server.answer = answering(b"", 304)
    later = NOW + timedelta(hours=1)
    with time.at(later):
        assert read_due() == 1
    assert server.asked[1][1]["If-None-Match"] == '"v1"'
    assert (taken(world.chair), row.read_at, row.state) == ([hour(BEGIN)], later, CalendarState.READ)


@pytest.mark.parametrize("change", ["day", "zone"])
def test_it_is_read_in_full_when_the_window_or_the_zone_has_moved(server: Server, world: World, change: str) -> None:
    publish(server, world.chair)
    server.answer = answering(ics(event(BEGIN)), ETag='"v1"')
    read_due()
    if change == "zone":
        world.chair.zone = "Asia/Dubai"
        save(world.chair)
    with time.at(NOW + (timedelta(days=1) if change == "day" else timedelta(hours=1))):
        read_due()
    assert "If-None-Match" not in server.asked[1][1]


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (500, b"", Problem.SERVER),
        (403, b"", Problem.DENIED),
        (200, b"<html>Sign in</html>", Problem.NO_CALENDAR),
        (200, ics(*[event(BEGIN)] * (MOST_EVENTS + 1)), Problem.TOO_MANY),
    ],
)
def test_what_was_read_last_is_kept_when_reading_fails(
    server: Server, world: World, status: int, body: bytes, problem: Problem
) -> None:
    row = publish(server, world.chair)
    server.answer = answering(ics(event(BEGIN)))
    read_due()
    server.answer = answering(body, status)
    with time.at(NOW + timedelta(hours=1)):
        assert read_due() == 1
    assert (row.state, row.problem, row.failures, row.read_at) == (CalendarState.FAILING, problem, 1, NOW)
    assert taken(world.chair) == [hour(BEGIN)]


def test_the_pauses_grow_while_it_fails_and_shrink_when_it_works_again(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    server.answer = answering(b"", 500)
    pauses = []
    for _ in range(7):
        with time.at(row.due_at or NOW):
            read_due()
            assert row.due_at is not None
            pauses.append(round((row.due_at - time.now()) / timedelta(minutes=45)))
    assert pauses == [1, 2, 4, 8, 16, 16, 16]
    server.answer = answering(ics())
    with time.at(row.due_at or NOW):
        read_due()
        assert (row.failures, row.problem, row.state) == (0, None, CalendarState.READ)
        assert row.due_at is not None
        assert row.due_at - time.now() < timedelta(hours=1)


@pytest.mark.parametrize("status", [404, 410])
def test_a_calendar_that_is_gone_is_left_alone_and_its_person_asked(server: Server, world: World, status: int) -> None:
    row = publish(server, world.chair)
    server.answer = answering(b"", status)
    assert read_due() == 1
    assert (row.state, row.problem, row.due_at) == (CalendarState.STOPPED, Problem.GONE, None)
    (mail,) = delivered()
    assert (mail.to, mail.message["Subject"]) == (
        "charles.chair@example.org",
        "A calendar of yours can no longer be read",
    )
    text = mail.message.as_string() + mail.body("plain") + mail.body("html")
    assert "http://localhost:8000/availability/" in mail.body("plain")
    assert ("secret.ics" in text, f":{server.port}" in text) == (False, False)
    with time.at(NOW + timedelta(days=30)):
        assert read_due() == 0


def test_one_calendar_that_fails_does_not_stop_the_others(
    server: Server, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken, good = publish(server, world.chair), publish(server, world.deputy)
    broken.sealed_address = b"k0001:" + b"damaged" * 9
    save(broken)
    server.answer = answering(ics(event(BEGIN)))
    with caplog.at_level(logging.DEBUG):
        assert read_due() == 1
    assert (broken.state, good.state) == (CalendarState.WAITING, CalendarState.READ)
    assert ("secret" in caplog.text.lower(), "SealError" in caplog.text) == (False, True)


def test_a_failure_that_nobody_foresaw_is_noted_and_stops_nothing(
    server: Server, world: World, ctx: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    row = publish(server, world.chair)
    vanished = replace(ctx.config["EBOARD"], calendar_ca_file=Path("/no/such/file"))
    monkeypatch.setitem(ctx.config, "EBOARD", vanished)
    assert read_due() == 1
    assert (row.state, row.problem) == (CalendarState.FAILING, Problem.UNREADABLE)
    assert f"Reading calendar {row.id} failed: FileNotFoundError" in caplog.text
    assert "secret" not in caplog.text


def test_calendars_of_closed_accounts_are_not_read(server: Server, world: World) -> None:
    publish(server, world.chair)
    world.chair.state = PersonState.DEACTIVATED
    save(world.chair)
    assert (read_due(), server.asked) == (0, [])


def test_without_leave_of_the_settings_the_loopback_is_out_of_reach(
    server: Server, world: World, ctx: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = publish(server, world.chair)
    monkeypatch.setitem(ctx.config, "EBOARD", replace(ctx.config["EBOARD"], calendar_networks=()))
    read_due()
    assert (row.problem, server.asked) == (Problem.REFUSED_ADDRESS, [])


def test_a_calendar_is_claimed_once(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    with unit_of_work():
        first, second = reading.assign(row.id), reading.assign(row.id)
    assert (first is not None, second) == (True, None)
    assert row.due_at == NOW + reading.LEASE
    with unit_of_work():
        read_again(calendar=row)
    assert list(_assigned([row.id, row.id])) == [row.id]


def test_what_was_read_of_a_calendar_removed_meanwhile_is_thrown_away(server: Server, world: World) -> None:
    row = publish(server, world.chair)
    with unit_of_work():
        assignment = reading.assign(row.id)
        assert assignment is not None
        db.session.execute(delete(PublishedCalendar))
        db.session.expunge(row)
    server.answer = answering(ics(event(BEGIN)))
    outcome = read_out(assignment, Reach())
    with unit_of_work():
        assert reading.assign(row.id) is None
        reading.take_over(assignment, replace(outcome, problem=None))
    assert db.session.scalar(select(func.count()).select_from(BusyTime)) == 0
