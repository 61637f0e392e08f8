"""A report as it was handed in never changes; what was corrected later is shown beside it."""

import pytest

from eboard.audit.models import AuditEntry
from eboard.cases.enums import Prospective
from eboard.cases.models import Case, CaseNamedPerson
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.reports.actions import freeze
from eboard.reports.freezing import changed_cases, differences, is_whole, reported
from eboard.reports.models import FrozenReport
from eboard.reports.periods import Period
from eboard.reports.scope import of_board, of_organization
from tests.client import Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by
from tests.reports.test_pages import board_page, fill, organization_page
from tests.reports.year import DAY, MONDAY, discuss, ground, held, of, set_rules
from tests.world import World, save


def frozen(world: World, *, of_north: bool = False) -> FrozenReport:
    scope = of_organization(world.north) if of_north else of_board(world.board)
    with unit_of_work():
        return freeze(actor=by(world.nurse if of_north else world.coordinator), ground=ground(scope))


def test_it_holds_every_figure_its_packs_and_a_seal(world: World) -> None:
    fill(world)
    row = frozen(world)
    assert reported(row) == of(world)
    assert (is_whole(row), len(row.content["items"]), row.frozen_at) == (True, 8, NOW)
    assert [one["label"] for one in row.content["packs"]] == ["Rules of the tests, in force from 2020-01-01"]
    entry = db.session.query(AuditEntry).filter_by(event="report.frozen").one()
    assert (entry.subject_id, entry.details) == (row.id, {"sha256": row.sha256})
    row.content["report"]["title"] = "Another"
    assert not is_whole(row)


def test_freezing_the_same_again_is_the_same_report(world: World) -> None:
    """A second press of the button leaves no second one that could never be taken away."""
    fill(world)
    first = frozen(world)
    assert frozen(world).id == first.id
    assert frozen(world, of_north=True).id != first.id
    discuss(held(world, MONDAY + 7 * DAY), world.north)
    assert frozen(world).id != first.id
    assert db.session.query(AuditEntry).filter_by(event="report.frozen").count() == 3


@pytest.mark.parametrize("change", [{"sha256": "-"}, {"last_day": MONDAY}, {"content": {}}])
def test_it_is_never_changed(world: World, change: dict[str, object]) -> None:
    row = frozen(world)
    for name, value in change.items():
        setattr(row, name, value)
    with pytest.raises(TypeError, match="never changed"):
        save(row)


def test_it_is_never_deleted(world: World) -> None:
    row = frozen(world)
    with pytest.raises(TypeError, match="never deleted"), unit_of_work() as session:
        session.delete(row)


def test_a_period_to_come_is_refused(world: World) -> None:
    later = Period(NOW.date() + DAY, NOW.date() + 2 * DAY)
    with pytest.raises(DomainError, match="not begun"):
        freeze(actor=by(world.coordinator), ground=ground(of_board(world.board), later))


def test_later_corrections_are_named_with_their_cases(world: World) -> None:
    fill(world)
    row = frozen(world)
    assert differences(reported(row), of(world)) == []
    meeting = held(world, MONDAY + 7 * DAY, world.chair)
    added = discuss(meeting, world.north)
    with unit_of_work():
        corrected = db.session.query(Case).filter(Case.prospective.is_(None)).one()
        corrected.prospective = Prospective.RECURRENCE
    found = {(one.table, one.line, one.column): (one.then, one.now) for one in differences(reported(row), of(world))}
    then, now = found["By the rule pack", "Presented prospectively", "Reached"]
    assert then is not None
    assert now is not None
    assert (then.number, now.number) == (6, 8)
    assert set(changed_cases(row.content, ground(of_board(world.board)))) == {added.case_id, corrected.id}


def test_the_page_shows_what_was_reported_beside_today(world: World, client: Client) -> None:
    fill(world)
    client.sign_in(world.coordinator)
    answer = client.post(f"{board_page(world)}/frozen?first=2026-01-01&last=2026-12-31")
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Today's figures are the ones that were reported." in page.text
    discuss(held(world, MONDAY + 7 * DAY, world.chair), world.north)
    changed = client.get(answer.location).text
    assert "Different today" in changed
    assert "1 case." in changed
    entries = db.session.query(AuditEntry).filter_by(event="access.listed", actor_id=world.coordinator.id).all()
    assert [len(entry.details["ids"]) for entry in entries] == [1]
    assert "frozen by Cora Coordinator" in client.get(board_page(world)).text


def test_nobody_else_reads_or_freezes(world: World, client: Client) -> None:
    fill(world)
    rows = {board_page(world): frozen(world), organization_page(world): frozen(world, of_north=True)}
    for who in ("stranger", "network_admin", "radiologist", "observer", "auditor"):
        client.sign_in(getattr(world, who))
        for page, row in rows.items():
            assert client.get(f"{page}/frozen/{row.id}").status_code in {403, 404}
            assert client.post(f"{page}/frozen").status_code in {403, 404}
    client.sign_in(world.nurse)
    own, other = rows[organization_page(world)], rows[board_page(world)]
    assert client.get(f"{organization_page(world)}/frozen/{own.id}").status_code == 200
    assert client.get(f"{organization_page(world)}/frozen/{other.id}").status_code == 404
    assert db.session.query(FrozenReport).count() == 2


def test_a_reader_is_told_how_many_of_the_changed_cases_may_be_seen(world: World, client: Client) -> None:
    set_rules(world)
    row = frozen(world, of_north=True)
    meeting = held(world)
    named = discuss(meeting, world.north, is_restricted=True)
    discuss(meeting, world.north, is_restricted=True)
    discuss(meeting, world.north)
    with unit_of_work():
        db.session.add(CaseNamedPerson(case_id=named.case_id, person_id=world.nurse.id))
    for who, sentence in (("nurse", "2 of 3 may be seen by you."), ("physician", "1 of 3 may be seen by you."),
                          ("north_admin", "0 of 3 may be seen by you.")):  # fmt: skip
        client.sign_in(getattr(world, who))
        assert sentence in client.get(f"{organization_page(world)}/frozen/{row.id}").text
        assert sentence in client.get(f"{organization_page(world)}/cases?figure=presented").text
