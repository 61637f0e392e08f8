"""Two coordinators at the same moment, with real commits in two threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from threading import Barrier
from uuid import UUID

from eboard.app import create_app
from eboard.audit import Actor
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time as clock
from eboard.core.db import db, unit_of_work
from eboard.core.errors import EBoardError
from eboard.meetings.actions.agenda import list_case
from eboard.meetings.agenda import shown
from eboard.meetings.models import Meeting
from tests.conftest import NOW, close_connections, migrate
from tests.world import make_case, make_meeting, make_world


def test_one_case_lands_on_one_agenda_only(
    empty_database: Callable[[str], str], config_for: Callable[..., object]
) -> None:
    app = create_app(config_for(empty_database("two_at_once")))
    migrate(app)
    with clock.at(NOW), app.app_context():
        world = make_world()
        with unit_of_work():
            case = make_case(world.north, world.board, state=CaseState.ACCEPTED)
            meetings = [make_meeting(world.board, date(2026, 3, day)).id for day in (9, 16)]
        case_id, actor = case.id, Actor(person_id=world.coordinator.id)
        db.session.remove()
    both = Barrier(2)

    def put(meeting_id: UUID) -> bool:
        with clock.at(NOW), app.app_context():
            both.wait()
            with suppress(EBoardError), unit_of_work():
                meeting, found = db.session.get_one(Meeting, meeting_id), db.session.get_one(Case, case_id)
                list_case(actor=actor, meeting=meeting, case=found)
                return True
            return False

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(put, meetings))
    with app.app_context():
        agendas = [len(shown(db.session.get_one(Meeting, meeting_id))) for meeting_id in meetings]
        close_connections()
    assert outcomes == [False, True]
    assert sorted(agendas) == [0, 1]
