"""One reminder a week to each care team, by day, with numbers and a link."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.followup.actions.reminding import remind
from eboard.followup.enums import Followed
from eboard.followup.jobs import remind_care_teams
from eboard.followup.models import FollowUpReminder
from eboard.followup.reminding import is_time
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import OutboxMessage
from tests.conftest import NOW
from tests.followup.followed import DUE, OVERDUE, make_followed, rows, say
from tests.recommendations.outcomes import text_of
from tests.world import World, add, make_case, save

HOUR = timedelta(hours=1)


def mails() -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("follow-up:"))
    return list(db.session.scalars(found.order_by(OutboxMessage.due_at)))


def run(start: datetime, days: int) -> None:
    """The job at every hour."""
    for hour in range(days * 24):
        with time.at(start + hour * HOUR):
            remind_care_teams()


@pytest.mark.parametrize(
    ("local", "last", "is_due"),
    [
        ("2026-03-02T07:59", None, False),
        ("2026-03-02T08:00", None, True),
        ("2026-03-02T17:59", None, True),
        ("2026-03-02T18:00", None, False),
        ("2026-03-07T12:00", None, False),  # a Saturday
        ("2026-03-02T12:00", "2026-02-24", False),
        ("2026-03-02T12:00", "2026-02-23", True),
    ],
)
def test_it_comes_by_day_and_once_a_week(local: str, last: str | None, is_due: bool) -> None:  # noqa: FBT001
    last_day = datetime.fromisoformat(last).date() if last else None
    assert is_time(datetime.fromisoformat(local), last_day=last_day, weekends=[["SA", "SU"]]) is is_due


@settings(deadline=None, max_examples=40)
@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001
    weekend=st.sampled_from([["SA", "SU"], ["FR", "SA"], ["SU"], []]),
)
def test_over_a_month_there_is_one_in_every_week_and_never_two(start: datetime, weekend: list[str]) -> None:
    last, sent = None, []
    for hour in range(24 * 35):
        local = start + hour * HOUR
        if is_time(local, last_day=last, weekends=[weekend]):
            last = local.date()
            sent.append(last)
    gaps = [(after - before).days for before, after in pairwise(sent)]
    assert len(sent) >= 4
    assert set(gaps) <= {7, 8}


def test_a_care_team_hears_once_a_week_until_it_answers(world: World) -> None:
    make_followed(world)
    make_followed(world)
    run(NOW, 2)
    assert mails() == []
    run(DUE, 13)
    assert {mail.recipient for mail in mails()} == {world.nurse.email}
    assert len(mails()) == 2
    local = [time.wall(mail.due_at, world.nurse.zone) for mail in mails()]
    assert all(8 <= moment.hour < 18 for moment in local)
    with time.at(OVERDUE):
        for row in rows():
            say(row, world.nurse, Followed.DONE)
    run(OVERDUE, 15)
    assert len(mails()) == 2


def test_it_holds_numbers_and_a_link_and_nothing_of_a_case(world: World) -> None:
    scene = make_followed(world, "Zebulon Quagmire needs surgery.", question="Zebulon Quagmire?")
    run(OVERDUE, 4)
    [mail] = mails()
    text = text_of(mail)
    assert mail.subject == "1 answer about your cases is due"
    assert "1 answer is overdue." in text
    assert "/follow-up/" in text
    assert [word for word in ("Zebulon", scene.case.number, world.board.name) if word in text] == []


def test_who_switched_it_off_gets_none(world: World) -> None:
    make_followed(world)
    with unit_of_work():
        choose(person_id=world.nurse.id, choices={NoticeKind.FOLLOW_UP: Delivery.OFF})
    run(DUE, 8)
    assert mails() == []


def test_restricted_cases_are_asked_of_those_they_name(world: World) -> None:
    scene = make_followed(world)
    scene.case.is_restricted = True
    save(scene.case)
    run(DUE, 4)
    assert mails() == []


def test_nobody_hears_of_the_cases_of_others(world: World) -> None:
    make_followed(world)
    with unit_of_work():
        add(make_case(world.south, world.board))
    run(DUE, 8)
    assert {mail.person_id for mail in mails()} == {world.nurse.id}


def test_somebody_who_answered_in_between_is_not_reminded(world: World) -> None:
    make_followed(world)
    with unit_of_work():
        remind(world.nurse.id)  # nothing is due yet
    assert mails() == []
    assert db.session.scalars(select(FollowUpReminder)).all() == []
