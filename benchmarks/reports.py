"""The report of a year with 20,000 discussed cases of one board, whole page, beside the page that does nothing.

250 meetings of 80 cases from 40 organizations with 15 people each; every outcome signed, read and followed; letters of
usual length. Medians of the clock (the database's work in it), of this process's CPU time (SQLite's work in it), and
the queries. Floors: the live page, and the plain reading of as many agenda items by the same session.

Run: python -m benchmarks.reports   (SQLite; PostgreSQL too where the tests can start one)
"""

import random
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import event, insert, select

from benchmarks.measure import median, row
from benchmarks.work_list import make_app, tidy
from eboard.boards.packs import PACKS
from eboard.cases.enums import CaseState, Prospective
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.followup.enums import DeviationReason, Followed
from eboard.followup.models import FollowUp
from eboard.meetings.enums import ItemState, MeetingState, Presence
from eboard.meetings.models import AgendaItem, Attendance
from eboard.people.enums import AffiliationRole, Specialty
from eboard.people.models import PersonSpecialty
from eboard.recommendations.enums import Change, Considered, VersionState
from eboard.recommendations.models import Discussion, Reading, SignedVersion
from tests.client import Client
from tests.postgres import Postgres
from tests.world import World, make_meeting, make_organization, make_person, make_world

MEETINGS, CASES, PEOPLE, ORGANIZATIONS = 250, 80, 15, 40
YEAR = 2025
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LETTER = {"summary": "The panel recommends surgery after chemotherapy. " * 60}
COC = next(pack for pack in PACKS if pack.code == "COC")
ELEMENTS = ("staging_discussed", "guideline_discussed", "trial_discussed", "genetics_discussed",
            "supportive_care_discussed")  # fmt: skip
RUNS = 5


class Year:
    """Rows of a year, by table."""

    def __init__(self, world: World) -> None:
        self.world, self.chance = world, random.Random(YEAR)
        with unit_of_work():
            world.board.rule_pack.versions[0].rules = dict(COC.rules)
            self.members = [make_organization(f"M{number:02d}") for number in range(ORGANIZATIONS)]
            self.nurses = [make_person(f"Nurse N{one.code}", one, AffiliationRole.CARE_TEAM) for one in self.members]
            self.people = [make_person(f"Doctor D{number}", world.hub) for number in range(PEOPLE)]
            for number, person in enumerate(self.people):
                specialty = [*Specialty][number % 7]
                db.session.add(PersonSpecialty(person_id=person.id, specialty=specialty))

    def store(self) -> None:
        first = date(YEAR, 1, 2)
        for number in range(MEETINGS):
            with unit_of_work():
                day = first + timedelta(days=number * 363 // MEETINGS)
                meeting = make_meeting(self.world.board, day, time(14, 0), state=MeetingState.CONCLUDED)
                self._fill(meeting.id, meeting.starts_at)

    def _fill(self, meeting_id: UUID, starts_at: datetime) -> None:
        rows: dict[Any, list[dict[str, Any]]] = {}
        for model, values in self._rows(meeting_id, starts_at):
            rows.setdefault(model, []).append(values)
        for model in (Case, AgendaItem, Discussion, SignedVersion, Reading, FollowUp, Attendance):
            db.session.execute(insert(model), rows[model])

    def _rows(self, meeting_id: UUID, starts_at: datetime) -> Iterator[tuple[Any, dict[str, Any]]]:
        for person in self.people:
            yield Attendance, {"id": new_id(), "meeting_id": meeting_id, "person_id": person.id,
                               "presence": Presence.VIDEO, "from_at": starts_at,
                               "to_at": starts_at + HOUR}  # fmt: skip
        for position in range(1, CASES + 1):
            yield from self._case(meeting_id, starts_at, position)

    def _case(self, meeting_id: UUID, starts_at: datetime, position: int) -> Iterator[tuple[Any, dict[str, Any]]]:
        chance, owner = self.chance, self.chance.randrange(ORGANIZATIONS)
        case_id, item_id, discussion_id, version_id = (new_id() for _ in range(4))
        signed_at = starts_at + chance.randrange(1, 120) * HOUR
        yield (
            Case,
            {
                "id": case_id,
                "number": f"EB-{case_id.hex}",
                "organization_id": self.members[owner].id,
                "board_id": self.world.board.id,
                "state": CaseState.RECOMMENDED,
                "state_since": signed_at,
                "submitted_at": starts_at - chance.randrange(4, 30) * DAY,
                "accepted_at": starts_at - 3 * DAY,
                "prospective": chance.choice([*Prospective, None]),
                "rollovers": chance.choice([0, 0, 0, 1, 2]),
                "question": "Surgery first, or chemotherapy first? " * 8,
                "diagnosis": "Adenocarcinoma of the sigmoid colon",
                "search_text": "adenocarcinoma of the sigmoid colon surgery first, or chemotherapy first " * 4,
            },
        )
        yield AgendaItem, {"id": item_id, "meeting_id": meeting_id, "case_id": case_id, "position": position,
                           "minutes": 5, "state": ItemState.DISCUSSED,
                           "late_reason": chance.choice(["", "", "", "It cannot wait."])}  # fmt: skip
        answers = {name: chance.choice([*Considered]) for name in ELEMENTS}
        yield Discussion, {"id": discussion_id, "item_id": item_id, "case_id": case_id,
                           "change": chance.choice([*Change]), **answers}  # fmt: skip
        yield SignedVersion, {"id": version_id, "discussion_id": discussion_id, "case_id": case_id, "number": 1,
                              "state": VersionState.IN_FORCE, "content": {"outcome": LETTER}, "sha256": "-",
                              "signed_by_id": self.world.chair.id, "signed_at": signed_at}  # fmt: skip
        yield Reading, {"version_id": version_id, "person_id": self.nurses[owner].id, "read_at": signed_at + HOUR}
        followed = chance.choice([*Followed])
        reason = DeviationReason.TOXICITY if followed in {Followed.PARTLY, Followed.NOT_DONE} else None
        yield FollowUp, {"id": new_id(), "discussion_id": discussion_id, "case_id": case_id, "version_id": version_id,
                         "position": 1, "line": "-", "followed": followed, "reason": reason}  # fmt: skip


def plain_reading() -> int:
    """The floor: the ids of as many agenda items, in one query."""
    return len(db.session.execute(select(AgendaItem.id, AgendaItem.meeting_id, AgendaItem.case_id)).all())


def measure(name: str, app: Flask) -> None:
    statements: list[str] = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _c, _k, statement, *_rest: statements.append(statement))
        client = app.test_client()
        assert isinstance(client, Client)
        world = make_world()
        year = Year(world)
        year.store()
        board, member, nurse = world.board.id, year.members[0].id, year.nurses[0]
        tidy()
        db.session.expunge_all()
        client.sign_in(world.coordinator)
        row(f"{name}, {MEETINGS * CASES:,} cases", "wall ms", "CPU ms", "x floor", "queries")
        floor = median(lambda: client.get("/health/live"), runs=RUNS)
        row("health.live (the floor)", f"{floor.wall:.1f}", f"{floor.cpu:.1f}", "1")
        reading = median(plain_reading, runs=RUNS)
        row("reading the agenda items", f"{reading.wall:.0f}", f"{reading.cpu:.0f}", f"{reading.wall / floor.wall:.0f}")
        days = f"first={YEAR}-01-01&last={YEAR}-12-31"
        pages = {
            "the report": f"/reports/boards/{board}?{days}",
            "one table as CSV": f"/reports/boards/{board}/tables/measures.csv?{days}",
            "the PDF": f"/reports/boards/{board}/report.pdf?{days}",
            "the cases behind a figure": f"/reports/boards/{board}/cases?figure=presented&{days}",
        }
        for label, address in pages.items():
            show(label, client, address, floor.wall, statements)
        client.sign_in(nurse)
        show(
            "the report of one organization", client, f"/reports/organizations/{member}?{days}", floor.wall, statements
        )


def show(label: str, client: Client, address: str, floor: float, statements: list[str]) -> None:
    assert client.get(address).status_code == 200
    taken = median(lambda: client.get(address), runs=RUNS)
    statements.clear()
    client.get(address)
    row(label, f"{taken.wall:.0f}", f"{taken.cpu:.0f}", f"{taken.wall / floor:.0f}", len(statements))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measure("SQLite", make_app(f"sqlite:///{folder}/benchmark.sqlite", Path(folder)))
        server = Postgres()
        try:
            measure("PostgreSQL", make_app(server.create("benchmark"), Path(folder)))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
