"""What is over is forgotten, and nothing else."""

from datetime import timedelta

from sqlalchemy import func, select

from eboard.core import throttle, time
from eboard.core.db import db, unit_of_work
from eboard.people import jobs, sessions
from eboard.people.enums import LinkPurpose
from eboard.people.models import HeldForm, LoginSession, OneTimeLink
from tests.conftest import NOW
from tests.retention.running import ran
from tests.world import World, add

MONTH = timedelta(days=30)


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_held_forms_and_counts_of_tries_are_forgotten_after_their_hour(world: World) -> None:
    with unit_of_work():
        for minutes in (60, 61):
            add(HeldForm(person_id=world.nurse.id, path="/", sealed=b"-", expires_at=NOW + timedelta(minutes=minutes)))
        throttle.count("x", "y", limit=1, window=timedelta(minutes=15))
    assert jobs.forget_held() == 0
    with time.at(NOW + timedelta(minutes=60)):
        assert jobs.forget_held() == 2
    assert (count(HeldForm), count(throttle.ThrottleCount)) == (1, 0)


def test_links_and_sign_ins_are_forgotten_a_month_after_their_end(world: World) -> None:
    with unit_of_work():
        add(OneTimeLink(person_id=world.nurse.id, purpose=LinkPurpose.VERIFY, expires_at=NOW))
        ended, _token = sessions.start(world.nurse, address="10.0.0.9", browser="a")
        ended.ended_at = NOW
        sessions.start(world.nurse, address="10.0.0.9", browser="b")
    with time.at(NOW + MONTH):
        assert sum(ran().values()) == 0
    with time.at(NOW + MONTH + timedelta(seconds=1)):
        gone = ran()
    assert (gone["links"], gone["sign_ins"]) == (1, 1)
    assert db.session.scalars(select(LoginSession.browser)).all() == ["b"]
    with time.at(NOW + MONTH + timedelta(hours=13)):
        assert ran()["sign_ins"] == 1
