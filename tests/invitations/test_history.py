"""Whatever happens to a meeting, in the end each calendar shows what is true, and nobody was told anything twice."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.invitations.invitees import invitees
from eboard.invitations.queries import invitations_to
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from tests.conftest import NOW
from tests.invitations.history import History, killed_at_commit
from tests.mail.server import Handler, running
from tests.mail.test_delivery import talking_to
from tests.world import World

GUEST, SOME = st.integers(0, 2), st.integers(0, 3)
STEPS = st.one_of(
    *(st.tuples(st.just(verb), GUEST) for verb in ("invite", "uninvite", "enlist", "strike", "readdress", "wish")),
    *(st.tuples(st.just(verb), SOME) for verb in ("move", "place", "shorten", "rename", "abort", "refuse", "answer")),
    *(st.tuples(st.just(verb), st.just(0)) for verb in ("cancel", "publish", "hurry", "down")),
    *(st.tuples(st.just(verb), st.just(0)) for verb in ("tell", "send") * 2),
    st.tuples(st.just("wait"), st.integers(1, 30)),
    st.tuples(st.just("kill"), st.integers(1, 30)),
)


@pytest.fixture
def server(ctx: Flask) -> Iterator[Handler]:
    handler = Handler()
    with running(handler) as port, talking_to(ctx, smtp_port=port):
        yield handler


def check(history: History) -> None:
    db.session.expire_all()
    found, expected = history.calendars(), history.expected()
    uid = history.meeting.uid
    by_feed = {one.person.email for one in invitees(history.meeting) if not one.gets_mail}
    assert expected.keys() - found.keys() <= by_feed
    for address, calendar in found.items():
        entry = calendar.entries.get(uid)
        if address not in history.left or (address in expected and address not in by_feed):  # else it is told nothing
            assert entry == expected.get(address) or (entry is None and address in by_feed)
        assert calendar.ignored == []
    check_order(history)
    check_repeats(history)
    left = set(db.session.scalars(select(OutboxMessage.state)))
    assert left <= {MailState.SENT, MailState.SUPERSEDED}


def check_order(history: History) -> None:
    """SEQUENCE never falls, whoever reads."""
    for address in {mail.to for mail in history.mails}:
        sequences = [int(mail.event["SEQUENCE"]) for mail in history.mails if mail.to == address]
        assert sequences == sorted(sequences)
        assert sequences[-1] <= history.meeting.sequence


def check_repeats(history: History) -> None:
    """A repeat takes a process that was killed before it could note the server's answer, and has the same bytes."""
    contents: dict[str, list[bytes]] = {}
    for mail in history.mails:
        contents.setdefault(str(mail.message["Message-ID"]), []).append(mail.message.as_bytes())
    assert {len(set(copies)) for copies in contents.values()} <= {1}
    assert sum(len(copies) - 1 for copies in contents.values()) <= history.kills
    for calendar in history.calendars().values():
        assert all(len(contents[str(mail.message["Message-ID"])]) > 1 for mail in calendar.repeated)
        assert calendar.empty == [] or history.kills or history.lost or history.left


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@example(steps=[("invite", 2), ("tell", 0), ("send", 0), ("uninvite", 2), ("tell", 0), ("invite", 2)])
@example(steps=[("tell", 0), ("down", 0), ("move", 1), ("tell", 0), ("down", 0), ("cancel", 0)])
@example(steps=[("tell", 0), ("send", 0), ("cancel", 0), ("tell", 0), ("publish", 0), ("answer", 1), ("shorten", 0)])
@example(steps=[("tell", 0), ("send", 0), ("readdress", 0), ("tell", 0), ("down", 0), ("readdress", 0), ("move", 2)])
@example(steps=[("tell", 0), ("send", 0), ("readdress", 1), ("strike", 1), ("tell", 0), ("enlist", 1), ("wish", 1)])
@example(steps=[("tell", 0), ("kill", 4), ("place", 1), ("kill", 14), ("rename", 1), ("refuse", 1)])
@given(steps=st.lists(STEPS, min_size=6, max_size=20))
def test_in_the_end_every_calendar_is_right_and_nothing_was_told_twice(
    server: Handler, world: World, ctx: Flask, steps: list[tuple[str, int]]
) -> None:
    history = History.begun(ctx, server, world)
    history.act("publish")
    for verb, number in steps:
        history.act(verb, number)
    history.settle()
    with time.at(history.moment):
        check(history)


def test_a_process_may_be_killed_at_any_commit_of_telling_and_sending(
    server: Handler, world: World, ctx: Flask
) -> None:
    """At every third commit in turn; the only repeat is the mail that the server took and nobody could note."""
    history = History.begun(ctx, server, world)
    history.act("publish")
    with killed_at_commit(0) as reached:
        history.act("tell")
        history.act("send")
    assert len(reached) >= {"sqlite": 16, "postgresql": 14}[db.engine.dialect.name]  # SQLite ends a read by one, too
    for number in range(1, len(reached) + 1, 3):
        history.act("place", number % 2 + 1)
        history.act("kill", number)
        before = len(server.taken)
        history.settle()
        assert {mail.method for mail in history.mails} == {"REQUEST"}
        assert len({str(mail.message["Message-ID"]) for mail in history.mails[before:]}) <= 5
    with time.at(history.moment):
        check(history)


def test_a_typing_error_that_is_mended_within_the_hold_window_is_told_to_nobody(
    server: Handler, world: World, ctx: Flask
) -> None:
    history = History.begun(ctx, server, world)
    for verb in ("publish", "tell", "send"):
        history.act(verb)
    taken = len(server.taken)
    history.act("place", 1)
    history.act("plan_back")
    history.settle()
    assert len(server.taken) == taken
    assert {row.tell_at for row in invitations_to(history.meeting.id)} == {None}
    assert history.meeting.sequence == 2
    assert history.moment > NOW
