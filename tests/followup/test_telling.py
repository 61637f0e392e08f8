"""Once a month the panel hears what became of its cases: names of boards, numbers and links."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.cases.models import Recusal
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.followup.enums import Followed
from eboard.followup.jobs import tell_panels
from eboard.followup.telling import is_new_month, news_for
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import Presence
from eboard.meetings.models import Attendance
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


@pytest.mark.parametrize(("came", "left", "own"), [(0, 20, 0), (0, 21, 1), (29, None, 1), (30, None, 0), (21, 22, 1)])
def test_a_case_is_ones_own_for_who_was_there_while_it_was_discussed(
    world: World, came: int, left: int | None, own: int
) -> None:
    """It was discussed from minute 20 to minute 30."""
    scene, minute = make_followed(world), timedelta(minutes=1)
    start = scene.meeting.starts_at
    with unit_of_work():
        scene.item.started_at, scene.item.ended_at = start + 20 * minute, start + 30 * minute
        times = {"from_at": start + came * minute, "to_at": None if left is None else start + left * minute}
        values = {"person_id": world.pathologist.id, "presence": Presence.VIDEO, **times}
        db.session.add(Attendance(meeting_id=scene.meeting.id, **values))
    with time.at(DUE):
        say(rows()[0], world.nurse, Followed.DONE)
    assert [one.own for one in news_for(world.pathologist.id, DUE + DAY)] == [own]


def test_a_case_somebody_is_recused_from_is_not_the_own_case(world: World) -> None:
    scene = make_followed(world)
    values = {"presence": Presence.VIDEO, "from_at": scene.meeting.starts_at}
    with unit_of_work():
        scene.item.presenter_id = world.chair.id
        for person in (world.chair, world.pathologist):
            db.session.add(Recusal(case_id=scene.case.id, person_id=person.id))
            db.session.add(Attendance(meeting_id=scene.meeting.id, person_id=person.id, **values))
    with time.at(DUE):
        say(rows()[0], world.nurse, Followed.DONE)
    for person in (world.chair, world.pathologist):
        assert [(one.answered, one.own) for one in news_for(person.id, DUE + DAY)] == [(1, 0)]


def test_each_hears_how_many_answers_are_about_the_own_cases(world: World) -> None:
    """The chair presented one case; the pathologist was in both meetings, twice in one; the others in neither."""
    scenes = [make_followed(world), make_followed(world)]
    with unit_of_work():
        scenes[0].item.presenter_id = world.chair.id
        for scene in (*scenes, scenes[0]):
            start = scene.meeting.starts_at
            values = {"person_id": world.pathologist.id, "presence": Presence.VIDEO, "from_at": start}
            db.session.add(Attendance(meeting_id=scene.meeting.id, **values))
    with time.at(DUE):
        for row in rows():
            say(row, world.nurse, Followed.DONE)
    news = {name: news_for(getattr(world, name).id, DUE + DAY) for name in PANEL}
    assert {name: [(one.answered, one.own) for one in theirs] for name, theirs in news.items()} == {
        "chair": [(2, 1)],
        "deputy": [(2, 0)],
        "pathologist": [(2, 2)],
        "radiologist": [(2, 0)],
    }
    run(DUE + DAY, 7)
    texts = {mail.person_id: text_of(mail) for mail in mails()}
    assert "2 answers; 1 about a case you presented or were there for" in texts[world.chair.id]
    assert "2 answers; 2 about cases you presented or were there for" in texts[world.pathologist.id]
    assert "you presented" not in texts[world.deputy.id]
