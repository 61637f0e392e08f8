"""A letter that somebody opens in two windows at the same moment, with real commits in two threads."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from eboard.app import create_app
from eboard.audit import Actor
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.recommendations.actions import note_reading
from eboard.recommendations.models import Reading, SignedVersion
from tests.conftest import NOW, close_connections, migrate
from tests.recommendations.outcomes import make_letter
from tests.world import make_world

LONG_ENOUGH = 0.2  # seconds in which the second window runs into the row of the first


def test_both_windows_show_it_and_it_was_read_once(
    empty_database: Callable[[str], str], config_for: Callable[..., object]
) -> None:
    app = create_app(config_for(empty_database("two_windows")))
    migrate(app)
    with clock.at(NOW), app.app_context():
        world = make_world()
        version_id, actor = make_letter(world)[1].id, Actor(person_id=world.nurse.id)
        db.session.remove()
    is_read = Event()

    def second() -> None:
        with clock.at(NOW), app.app_context():
            version = db.session.get_one(SignedVersion, version_id)
            is_read.wait()
            with unit_of_work():
                note_reading(actor=actor, version=version)
            db.session.remove()

    with ThreadPoolExecutor(1) as pool, clock.at(NOW), app.app_context():
        other = pool.submit(second)
        with unit_of_work():
            note_reading(actor=actor, version=db.session.get_one(SignedVersion, version_id))
            is_read.set()
            time.sleep(LONG_ENOUGH)
        other.result()
        assert [one.person_id for one in db.session.query(Reading)] == [actor.person_id]
        close_connections()
