"""Answers read, and read and applied, in a second on SQLite; beside the standard library taking the same mails apart.

Run: python -m benchmarks.answers
"""

import os
import statistics
import tempfile
import time as clock
from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

from benchmarks.measure import row
from benchmarks.work_list import make_app
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.web.settings import settings
from eboard.ical.reading import read_mail
from eboard.invitations.actions import reconcile
from eboard.invitations.jobs import take_mails, tell_due
from eboard.invitations.models import Invitation
from eboard.mail.mailbox import BATCH
from eboard.meetings.models import Guest
from tests.conftest import NOW
from tests.ical.mails import calendar, event, mail, multipart, part, text
from tests.ical.products import EXCHANGE_ZONE
from tests.world import add, make_meeting, make_person, make_world

PEOPLE, RUNS = 200, 5
PARTSTATS = ("ACCEPTED", "TENTATIVE", "DECLINED")
GOAL = 300


def asked_people() -> list[tuple[str, str, str]]:
    """Tag, address and UID of everybody who is asked to one large meeting."""
    world = make_world()
    with unit_of_work():
        meeting = make_meeting(world.board)
        for number in range(PEOPLE):
            add(Guest(meeting_id=meeting.id, person_id=make_person(f"Guest Number{number}", world.hub).id))
        db.session.flush()
        reconcile(meeting=meeting)
    with time.at(NOW + timedelta(minutes=3)):
        tell_due()
    return [(one.tag, one.person.email, meeting.uid) for one in db.session.query(Invitation)]


def answers(people: list[tuple[str, str, str]], run: int) -> list[bytes]:
    """An answer of each, in the shape of Exchange and another one in each run."""
    mails = []
    for number, (tag, address, uid) in enumerate(people):
        said = PARTSTATS[(number + run) % len(PARTSTATS)]
        stamp = f"{NOW + timedelta(minutes=5, seconds=run):%Y%m%dT%H%M%SZ}"
        lines = [f"ATTENDEE;PARTSTAT={said};CN=Somebody:MAILTO:{address}", "COMMENT;LANGUAGE=en-US:See you\\n"]
        content = calendar(*EXCHANGE_ZONE, *event(*lines, uid=uid, dtstamp=stamp))
        body = multipart(text("See you"), part(content, "text/calendar; method=REPLY; charset=utf-8", "base64"))
        to = settings().invitation_address.replace("@", f"+{tag}@")
        mails.append(mail(body, sender=address, to=to, message_id=f"<{run}.{number}@example.org>"))
    return mails


def rates(call: Callable[[bytes], object], runs: list[list[bytes]]) -> tuple[float, float]:
    """Median mails a second, by the clock and by the processor; each run has mails of its own."""
    return measured(lambda mails: [call(raw) for raw in mails], runs)


def measured(call: Callable[[list[bytes]], object], runs: list[list[bytes]]) -> tuple[float, float]:
    by_clock, by_processor = [], []
    for mails in runs:
        begin, busy = clock.perf_counter(), clock.process_time()
        call(mails)
        by_clock.append(len(mails) / (clock.perf_counter() - begin))
        by_processor.append(len(mails) / (clock.process_time() - busy))
    return statistics.median(by_clock), statistics.median(by_processor)


def in_batches(mails: list[bytes]) -> None:
    """As the job takes them."""
    for begin in range(0, len(mails), BATCH):
        assert take_mails(mails[begin : begin + BATCH]) == [False] * len(mails[begin : begin + BATCH])


def commits(folder: Path) -> list[float]:
    """How often this disk takes a few bytes for good in a second: no commit can be quicker."""
    found = []
    for _ in range(RUNS):
        with (folder / "floor").open("ab") as file:
            begin = clock.perf_counter()
            for _number in range(100):
                file.write(b"x" * 100)
                file.flush()
                os.fsync(file.fileno())
            found.append(100 / (clock.perf_counter() - begin))
    return found


def main() -> None:
    with tempfile.TemporaryDirectory() as name, time.at(NOW):
        folder = Path(name)
        app = make_app(f"sqlite:///{folder}/benchmark.sqlite", folder)
        with app.app_context():
            people = asked_people()
            runs = [answers(people, number) for number in range(RUNS)]
            floor, read = rates(message_from_bytes, runs), rates(read_mail, runs)
            with time.at(NOW + timedelta(minutes=10)):
                applied = measured(in_batches, runs)
            db.session.remove()
            row(f"{len(people)} answers, median of {RUNS} runs", "mails/s", "a CPU second", "of the floor")
            for label, (by_clock, by_processor) in (
                ("taken apart by the standard library (floor)", floor),
                ("read", read),
                (f"read and applied (goal: {GOAL})", applied),
            ):
                row(label, f"{by_clock:,.0f}", f"{by_processor:,.0f}", f"{by_processor / floor[1]:.3f}")
            row("commits this disk takes in a second (floor)", f"{statistics.median(commits(folder)):,.0f}")
            db.engine.dispose()


if __name__ == "__main__":
    main()
