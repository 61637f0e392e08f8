"""Once a month the panel hears what became of its cases: names of boards, numbers and links."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db
from eboard.followup.enums import Followed
from eboard.followup.jobs import tell_panels
from eboard.followup.telling import is_new_month
from eboard.mail.models import OutboxMessage
from tests.followup.followed import DAY, DUE, make_followed, rows, say
from tests.recommendations.outcomes import text_of
from tests.world import World, save

PANEL = {"chair", "deputy", "radiologist", "pathologist"}


def mails() -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("fates:"))
    return list(db.session.scalars(found.order_by(OutboxMessage.due_at)))


def run(start: datetime, days: int) -> None:
    """The job every six hours."""
    for quarter in range(days * 4):
        with time.at(start + quarter * timedelta(hours=6)):
            tell_panels()


@pytest.mark.parametrize(
    ("local", "last", "is_new"),
    [
        ("2026-03-02T10:00", None, True),
        ("2026-03-31T10:00", date(2026, 3, 1), False),
        ("2026-04-01T10:00", date(2026, 3, 31), True),
        ("2027-01-01T10:00", date(2026, 12, 31), True),
    ],
)
def test_there_is_one_in_a_month(local: str, last: date | None, is_new: bool) -> None:  # noqa: FBT001
    assert is_new_month(datetime.fromisoformat(local), last) is is_new


def test_the_panel_hears_once_a_month_and_only_if_somebody_answered(world: World) -> None:
    scene = make_followed(world, "Zebulon Quagmire needs surgery.", "Radiate.")
    with time.at(DUE):
        for row in rows():
            say(row, world.nurse, Followed.PENDING)
            say(row, world.nurse, Followed.DONE)
    run(DUE + 3 * DAY, 28)
    first = mails()
    assert {mail.person_id for mail in first} == {getattr(world, name).id for name in PANEL}
    assert all(8 <= time.wall(mail.due_at, world.chair.zone).hour < 18 for mail in first)
    text = text_of(first[0])
    assert first[0].subject == "What became of 2 recommendations of your boards"
    assert f"/follow-up/boards/{world.board.id}" in text
    assert [word for word in ("Zebulon", scene.case.number) if word in text] == []
    run(DUE + 65 * DAY, 40)
    assert mails() == first


def test_restricted_cases_are_left_out(world: World) -> None:
    scene = make_followed(world)
    with time.at(DUE):
        say(rows()[0], world.nurse, Followed.DONE)
    scene.case.is_restricted = True
    save(scene.case)
    run(DUE + DAY, 7)
    assert mails() == []
