"""Outcomes that nobody signs: asked for in the morning of the day they are due, escalated on the next working one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.models import Holiday
from eboard.cases.actions.recusals import recuse
from eboard.cases.enums import CaseState, Consent, Urgency
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.people.enums import AffiliationRole
from eboard.recommendations.actions import begin_amendment, mark_entered_in_error, record_outcome
from eboard.recommendations.jobs import ask_for_outcomes
from eboard.recommendations.queries import discussion_of
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, Scene, by, sign, text_of
from tests.world import World, add, make_case, make_item, make_meeting, make_person, save

MONDAY = date(2026, 2, 23)  # the clock of the tests stands at the Monday after it
CHAIRS = ["charles.chair@example.org", "dora.deputy@example.org"]


def local(day: int, hour: int, month: int = 2) -> datetime:
    """A time on the clocks of the host, six hours behind."""
    return datetime(2026, month, day, hour, tzinfo=UTC) + timedelta(hours=6)


def held(world: World, count: int = 1, *, day: date = MONDAY, urgency: Urgency = Urgency.ROUTINE) -> list[AgendaItem]:
    """A concluded meeting at 14:00 with discussed cases."""
    with unit_of_work():
        meeting = make_meeting(world.board, day=day, state=MeetingState.CONCLUDED)
        cases = [make_case(world.north, world.board, state=CaseState.DISCUSSED, urgency=urgency) for _ in range(count)]
        return [
            make_item(meeting, case, number, state=ItemState.DISCUSSED) for number, case in enumerate(cases, start=1)
        ]


def written(world: World, item: AgendaItem) -> Scene:
    with unit_of_work():
        record_outcome(actor=by(world.coordinator), item=item, version=0, draft=COMPLETE)
    return Scene(world, item.meeting, item.case, item)


def run_at(moment: datetime) -> int:
    with time.at(moment):
        handled = ask_for_outcomes()
    db.session.expire_all()
    return handled


def asked() -> list[str]:
    """Who was asked so far."""
    subject = OutboxMessage.subject.contains("of the GI eBoard")
    return sorted(db.session.scalars(select(OutboxMessage.recipient).where(subject)))


def rules(world: World, **values: Any) -> None:
    version = world.board.rule_pack.versions[0]
    version.rules = values
    save(version)


def test_chair_and_deputy_are_asked_on_the_day_and_the_others_on_the_next(world: World) -> None:
    with unit_of_work():
        make_person("Hana Host", world.hub, AffiliationRole.ORGANIZATION_ADMIN)
    held(world, 2)
    assert [run_at(local(25, 7)), asked()] == [0, []]
    assert [run_at(local(25, 8)), asked()] == [1, CHAIRS]
    assert [run_at(local(25, 23)), run_at(local(26, 7))] == [0, 0]
    assert run_at(local(26, 8)) == 1
    assert asked() == sorted([*CHAIRS * 2, "cora.coordinator@example.org", "hana.host@example.org"])
    assert [run_at(local(27, 8)), run_at(local(2, 8, month=3))] == [0, 0]
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "outcome.signature_asked").order_by(AuditEntry.seq)
    ).all()
    assert [(entry.details["step"], entry.via) for entry in entries] == [(1, "job"), (2, "job")]


def test_the_mail_says_how_many_and_nothing_of_a_patient(world: World) -> None:
    items = held(world, 2)
    run_at(local(25, 8))
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == CHAIRS[0])).one()
    text = text_of(mail)
    assert mail.subject == "2 outcomes of the GI eBoard are to be signed today"
    assert f"http://localhost:8000/meetings/{items[0].meeting_id}" in text
    hidden = [items[0].case.number, items[0].case.diagnosis, items[0].case.question]
    assert [one for one in hidden if one in text] == []
    run_at(local(26, 8))
    subjects = db.session.scalars(select(OutboxMessage.subject).where(OutboxMessage.recipient == CHAIRS[0])).all()
    assert min(subjects) == "2 outcomes of the GI eBoard are late"


def test_the_rule_pack_weekends_holidays_and_urgency_say_when(world: World) -> None:
    rules(world, outcome_days=1)
    with unit_of_work():
        add(Holiday(organization_id=world.hub.id, day=date(2026, 2, 24), name="A day off of the host"))
        add(Holiday(organization_id=world.north.id, day=date(2026, 2, 25), name="Not theirs"))
    held(world)
    assert [run_at(local(24, 8)), run_at(local(25, 8))] == [0, 1]
    rules(world)
    held(world, day=date(2026, 2, 27))  # a Friday
    assert [run_at(local(2, 8, month=3)), run_at(local(3, 8, month=3))] == [1, 1]  # first the late one of before


def test_an_urgent_case_is_due_on_the_next_working_day(world: World) -> None:
    held(world, urgency=Urgency.URGENT)
    assert [run_at(local(24, 7)), run_at(local(24, 8))] == [0, 1]


def test_what_is_signed_is_not_asked_for(world: World) -> None:
    first, _second = held(world, 2)
    sign(written(world, first))
    run_at(local(25, 8))
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == CHAIRS[0])).one()
    assert mail.subject == "1 outcome of the GI eBoard is to be signed today"


def test_what_is_withdrawn_is_not_asked_for(world: World) -> None:
    (item,) = held(world)
    item.case.consent = Consent.WITHDRAWN
    save(item.case)
    assert [run_at(local(25, 8)), asked()] == [0, []]


def test_who_is_recused_is_not_asked_for_that_case(world: World) -> None:
    (item,) = held(world)
    with unit_of_work():
        recuse(actor=by(world.chair), case=item.case, person=world.chair)
    run_at(local(25, 8))
    assert asked() == CHAIRS[1:]


def test_an_amendment_and_an_error_begin_to_wait_when_they_are_opened(world: World) -> None:
    first, second = held(world, 2)
    scenes = [written(world, first), written(world, second)]
    versions = [sign(scene) for scene in scenes]
    assert run_at(local(27, 8)) == 0
    with time.at(local(2, 15, month=3)), unit_of_work():
        begin_amendment(actor=by(world.chair), discussion=scenes[0].discussion, reason="New histology")
        mark_entered_in_error(actor=by(world.chair), version=versions[1], reason="Wrong case")
    assert versions[1].error_by_id == world.chair.id
    assert [run_at(local(3, 8, month=3)), run_at(local(4, 8, month=3)), run_at(local(5, 8, month=3))] == [0, 1, 1]
    assert run_at(local(6, 8, month=3)) == 0


def test_old_meetings_and_those_that_go_on_are_left_alone(world: World) -> None:
    held(world, day=date(2025, 11, 3))
    with unit_of_work():
        meeting = make_meeting(world.board, day=MONDAY, state=MeetingState.LIVE)
        make_item(meeting, make_case(world.north, world.board, state=CaseState.DISCUSSED), state=ItemState.DISCUSSED)
    assert run_at(local(5, 8, month=3)) == 0
    assert db.session.scalars(select(Meeting)).all() != []


def test_the_list_says_within_how_many_days(world: World, client: Client) -> None:
    items = held(world, 3)
    for item in items:
        written(world, item)
    client.sign_in(world.chair)
    with time.at(local(24, 9)):
        assert client.get("/outcomes").text.count("<b>1 day</b> on track") == 3
    with time.at(local(27, 9)):
        assert client.get("/outcomes").text.count("<b>2 days over</b> late") == 3
    assert discussion_of(items[0].id) is not None
