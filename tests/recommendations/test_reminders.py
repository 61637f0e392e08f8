"""A letter that nobody acknowledged: its referrer hears of it first, then the colleagues, each once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.models import Holiday
from eboard.cases.enums import Urgency
from eboard.cases.models import CaseNamedPerson
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.mail.models import OutboxMessage
from eboard.people.enums import AffiliationRole
from eboard.recommendations.actions import acknowledge_letter, mark_entered_in_error, remind
from eboard.recommendations.jobs import remind_of_letters
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by, make_letter, text_of
from tests.world import World, add, make_person, save

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def run_at(delay: timedelta) -> int:
    with time.at(NOW + delay):
        handled = remind_of_letters()
    db.session.expire_all()
    return handled


def reminded() -> list[str]:
    """Who was reminded so far."""
    subject = OutboxMessage.subject.endswith("nobody has acknowledged the recommendation")
    return sorted(db.session.scalars(select(OutboxMessage.recipient).where(subject)))


@pytest.mark.parametrize(
    ("urgency", "first"), [(Urgency.ROUTINE, 3 * DAY), (Urgency.URGENT, DAY), (Urgency.EMERGENCY, DAY), (None, 3 * DAY)]
)
def test_the_urgency_says_when(world: World, urgency: Urgency | None, first: timedelta) -> None:
    make_letter(world, urgency=urgency)
    assert run_at(first - HOUR) == 0
    assert run_at(first) == 1
    assert reminded() == ["pablo.physician@example.org"]


def test_the_deadline_of_the_rule_pack_counts(world: World) -> None:
    rules = world.board.rule_pack.versions[0]
    rules.rules = {"outcome_days": 1}
    save(rules)
    make_letter(world)
    assert (run_at(DAY - HOUR), run_at(DAY)) == (0, 1)


def test_weekends_and_holidays_of_the_nominating_side_do_not_count(world: World) -> None:
    with unit_of_work():
        add(Holiday(organization_id=world.north.id, day=date(2026, 3, 5), name="Their day off"))
        add(Holiday(organization_id=world.hub.id, day=date(2026, 3, 6), name="A day off of the host"))
    make_letter(world)  # on Monday 2 March; three working days later is Friday, six is Wednesday
    assert [run_at(days * DAY) for days in (3, 4, 8, 9)] == [0, 1, 0, 1]


def test_each_step_is_taken_once_and_names_those_who_were_told(world: World) -> None:
    with unit_of_work():
        make_person("Petra Colleague", world.north, AffiliationRole.PHYSICIAN)
    _scene, version = make_letter(world, urgency=Urgency.URGENT)
    assert [run_at(DAY), run_at(DAY + HOUR), run_at(2 * DAY), run_at(2 * DAY + HOUR), run_at(30 * DAY)] == [
        1,
        0,
        1,
        0,
        0,
    ]
    assert reminded() == ["ana.admin@example.org", "pablo.physician@example.org", "petra.colleague@example.org"]
    assert version.reminders == 2
    last = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "ana.admin@example.org")).one()
    assert "It was sent to: Nora Nurse, Pablo Physician." in text_of(last)
    steps = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "letter.reminded").order_by(AuditEntry.seq)
    ).all()
    assert [(step.details["step"], step.actor_id, step.via) for step in steps] == [(1, None, "job"), (2, None, "job")]
    assert steps[0].details["people"] == [str(world.physician.id)]


def test_without_a_referrer_the_care_team_is_reminded(world: World) -> None:
    make_letter(world, referrer_id=None)
    run_at(3 * DAY)
    assert reminded() == ["nora.nurse@example.org"]


def test_only_named_people_hear_of_a_restricted_case(world: World) -> None:
    with unit_of_work():
        make_person("Petra Colleague", world.north, AffiliationRole.PHYSICIAN)
    scene, _version = make_letter(world)
    scene.case.is_restricted = True
    save(scene.case)
    with unit_of_work():
        db.session.add(CaseNamedPerson(case_id=scene.case.id, person_id=world.nurse.id))
    run_at(3 * DAY)
    run_at(8 * DAY)
    assert reminded() == ["nora.nurse@example.org"]


def test_nobody_is_reminded_of_what_was_acknowledged_or_set_aside(world: World) -> None:
    _scene, first = make_letter(world)
    _scene, second = make_letter(world)
    with unit_of_work():
        acknowledge_letter(actor=by(world.nurse), version=first)
        mark_entered_in_error(actor=by(world.chair), version=second, reason="Wrong case")
    assert run_at(30 * DAY) == 0


def test_a_third_step_does_not_exist(world: World) -> None:
    _scene, version = make_letter(world)
    for _step in range(3):
        with unit_of_work():
            remind(actor=by(world.coordinator), version=version)
    assert version.reminders == 2


def test_the_coordinator_sees_it_until_it_is_acknowledged(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    run_at(3 * DAY)
    client.sign_in(world.coordinator)
    page = client.get("/outcomes/unread").text
    assert (scene.case.number in page, "referrer reminded" in page) == (True, True)
    with unit_of_work():
        acknowledge_letter(actor=by(world.nurse), version=version)
    assert scene.case.number not in client.get("/outcomes/unread").text
