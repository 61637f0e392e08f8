"""A million entries of the audit: the pages of reviewers, spotting, export and verification.

300 people look at 20,000 cases of 40 organizations over two years; a tenth of the looks are lists of 20 cases. Medians
of the clock and of this process's CPU time; for `verify` one run and the memory it took beyond what was there before.
What opening a case costs stands beside bare commits to the same database, on disks that are waited for.

Run: python -m benchmarks.auditing [entries]   (SQLite; PostgreSQL too where the tests can start one)
"""

import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import Table, insert

from benchmarks.measure import median, row, spent
from benchmarks.work_list import make_app, tidy
from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.audit.chain import START, link
from eboard.audit.enums import AccessEvent, Via
from eboard.audit.models import AuditEntry, AuditHead, AuditSight
from eboard.audit.queries import verify
from eboard.audit.sights import sights
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.ids import new_id
from eboard.people.enums import AffiliationRole
from eboard.people.models import Person
from eboard.review.jobs import spot_oddities
from tests.postgres import Postgres
from tests.world import World, make_case, make_organization, make_person, make_world

CASES, ORGANIZATIONS, PEOPLE, LISTED = 20_000, 40, 300, 20
DAYS, BATCH = 730, 5_000
READ, RUNS, PROCESSES = 200, 5, 2
PAGES = {
    "all entries": "/audit/",
    "all entries, refused": "/audit/?refused_only=y",
    "all entries of a person": "/audit/?person={person}",
    "who saw a case": "/audit/case?number=EB-7",
    "what an account saw": "/audit/account?person={person}",
    "what an account saw in a month": "/audit/account?person={person}&first_day={first}&last_day={last}",
    "worth a look": "/audit/worth-a-look",
}

_app: Flask


class Network:
    """The people and cases, and the entries about them in the order in which they were made."""

    def __init__(self, world: World) -> None:
        self.chance = random.Random(1)
        with unit_of_work():
            self.chains = [make_organization(f"M{number:02d}").id for number in range(ORGANIZATIONS)]
            self.people = [make_person(f"Person P{number}", world.hub, AffiliationRole.PHYSICIAN).id
                           for number in range(PEOPLE)]  # fmt: skip
            self.cases = [(new_id(), self.chains[number % ORGANIZATIONS]) for number in range(CASES)]
            rows = [
                {"id": case_id, "number": f"EB-{number}", "organization_id": chain, "state": CaseState.CLOSED,
                 "state_since": time.now()}
                for number, (case_id, chain) in enumerate(self.cases)
            ]  # fmt: skip
            db.session.execute(insert(Case), rows)
        self.heads = dict.fromkeys(self.chains, (0, START))

    def entries(self, count: int) -> Iterator[dict[str, Any]]:
        step = timedelta(days=DAYS) / count
        begin, keyring = time.now() - timedelta(days=DAYS), current_app.extensions["keyring"]
        for number in range(count):
            case_id, chain = self.chance.choice(self.cases)
            seq, digest = self.heads[chain]
            entry: dict[str, Any] = {
                "id": new_id(), "chain_id": chain, "seq": seq + 1, "at": begin + number * step,
                "actor_id": self.chance.choice(self.people), "on_behalf_of_id": None, "session_id": None,
                "via": Via.WEB, "event": AccessEvent.READ, "subject_kind": "case_", "subject_id": case_id,
                "details": {"permission": str(Permission.CASE_READ)},
            }  # fmt: skip
            if number % 10 == 0:
                first = self.chance.randrange(CASES // ORGANIZATIONS - LISTED)
                place = self.chains.index(chain)
                ids = [str(self.cases[place + ORGANIZATIONS * (first + one)][0]) for one in range(LISTED)]
                entry.update(event=AccessEvent.LISTED, subject_kind=None, subject_id=None)
                entry["details"] = {"kind": "case_", "ids": ids}
            elif number % 50 == 1:
                entry["event"] = AccessEvent.REFUSED
            entry["hash"] = link(entry, digest, keyring)
            self.heads[chain] = (seq + 1, entry["hash"])
            yield entry

    def store(self, count: int) -> None:
        batch: list[dict[str, Any]] = []
        for entry in self.entries(count):
            batch.append(entry)
            if len(batch) == BATCH:
                _write(batch)
                batch = []
        if batch:
            _write(batch)
        with unit_of_work() as session:
            heads = [{"chain_id": chain, "seq": seq, "hash": digest} for chain, (seq, digest) in self.heads.items()]
            session.execute(insert(AuditHead), heads)


def _write(batch: list[dict[str, Any]]) -> None:
    with unit_of_work() as session:
        session.execute(insert(cast("Table", AuditEntry.__table__)), batch)
        session.execute(insert(cast("Table", AuditSight.__table__)), [one for entry in batch for one in sights(entry)])


def reads(world: World, url: str, folder: Path) -> None:
    """Cases that are opened in a second, each look checked, recorded, chained and committed; beside bare commits."""
    with unit_of_work():
        cases = [make_case(world.north, world.board).id for _ in range(READ)]
    nurse = world.nurse.id
    db.session.remove()
    row("audited reads", "a second", "CPU ms each", "x floor (CPU)")
    floor = median(commit_all, runs=RUNS)
    one = median(lambda: open_all(nurse, cases), runs=RUNS)
    for label, taken in (("bare commits (the floor)", floor), ("one process (goal: 500)", one)):
        row(label, f"{READ / taken.wall * 1000:,.0f}", f"{taken.cpu / READ:.2f}", f"{taken.cpu / floor.cpu:.1f}")
    with get_context("spawn").Pool(PROCESSES, start, (url, folder)) as pool:
        many = median(lambda: pool.starmap(open_all_apart, [(nurse, cases)] * PROCESSES, chunksize=1), runs=RUNS)
    row(f"{PROCESSES} processes, of one organization", f"{PROCESSES * READ / many.wall * 1000:,.0f}")


def commit_all() -> None:
    """One row at a time, by the driver alone, as durable as an entry."""
    driver = db.engine.raw_connection()
    cursor = driver.cursor()
    cursor.execute("CREATE TABLE IF NOT EXISTS bare (number INTEGER)")
    driver.commit()
    for _ in range(READ):
        cursor.execute("INSERT INTO bare VALUES (1)")
        driver.commit()
    driver.close()


def open_all(person_id: UUID, cases: Sequence[UUID]) -> None:
    for case_id in cases:
        access.load(Actor(person_id=person_id), Case, case_id, Permission.CASE_READ)
        db.session.remove()  # as at the end of each request


def start(url: str, folder: Path) -> None:
    """Give a process of its own an application."""
    global _app  # noqa: PLW0603 - what a process keeps between two calls of a pool
    _app = make_app(url, folder)


def open_all_apart(person_id: UUID, cases: Sequence[UUID]) -> None:
    with _app.app_context():
        open_all(person_id, cases)


def megabytes() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def measure(url: str, folder: Path, count: int) -> None:
    app = make_app(url, folder)
    with app.app_context():
        world = make_world()
        network = Network(world)
        network.store(count)
        person = db.session.get_one(Person, network.people[0]).email
        auditor = world.auditor
        db.session.expunge_all()
        client: Any = app.test_client()
        client.sign_in(auditor)
        db.session.remove()
        if db.engine.dialect.name == "postgresql":
            tidy()
        last = time.now().date()
        print(f"{count:,} entries on {db.engine.dialect.name}")
        reads(world, url, folder)
    row("pages and jobs", "ms", "CPU ms")
    words = {"person": person, "first": last - timedelta(days=30), "last": last}
    for label, path in PAGES.items():
        with app.app_context():
            assert client.get(path.format(**words)).status_code == 200
        taken = median(lambda path=path: client.get(path.format(**words)), runs=5)
        row(label, f"{taken.wall:.0f}", f"{taken.cpu:.0f}")
    with app.app_context():
        taken = spent(spot_oddities)
        row("the job that spots", f"{taken.wall:.0f}", f"{taken.cpu:.0f}")
        before = megabytes()
        taken = spent(lambda: print(f"{len(list(verify(current_app.extensions['keyring'], {})))} findings"))
        row("verify, and its memory in MB", f"{taken.wall:.0f}", f"{taken.cpu:.0f}", f"{megabytes() - before:.0f}")
        db.session.remove()
        db.engine.dispose()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure(f"sqlite:///{folder}/audit.sqlite", folder, count)
        server = Postgres(is_durable=True)
        try:
            measure(server.create("auditing"), folder, count)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
