"""Rule packs: what can be written in one, which version counts, and the packs eBoard comes with."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from eboard.audit import SYSTEM
from eboard.boards.actions.packs import add_version, ensure_packs
from eboard.boards.commands import store_rule_packs
from eboard.boards.enums import DissentReaders, OutcomeField
from eboard.boards.models import RulePack
from eboard.boards.packs import PACKS, START
from eboard.boards.queries import rule_packs
from eboard.boards.rules import NAMES, SHAPED, Rules, parse_rules, rules_on
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.people.enums import Specialty
from tests.client import Client
from tests.world import World

DAY = date(2026, 6, 1)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_figure_of_every_pack_states_its_source(pack: Any) -> None:
    rules = parse_rules(pack.rules)
    figures = {name for name, value in pack.rules.items() if name not in {"sources", "consent_needed"} and value}
    assert figures <= rules.sources.keys() <= set(NAMES)
    assert set(NAMES) >= SHAPED


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"colour": 1}, None),
        ({"cutoff_hours": -1}, "cutoff_hours"),
        ({"cutoff_hours": True}, "cutoff_hours"),
        ({"prospective_share": 101}, "prospective_share"),
        ({"note_only": 1}, "note_only"),
        ({"required": {"astrology": 1}}, "required"),
        ({"required": {"surgery": "one"}}, "required"),
        ({"needed": ["colour"]}, "needed"),
        ({"dissent_readers": "press"}, "dissent_readers"),
        ({"dissent_named": "no"}, "dissent_named"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_its_field(rules: dict[str, Any], field: str | None) -> None:
    with pytest.raises(DomainError) as caught:
        parse_rules(rules)
    assert caught.value.field == field


def test_an_empty_pack_demands_nothing() -> None:
    assert parse_rules({}) == parse_rules({"cutoff_hours": None}) == Rules()
    assert parse_rules({"needed": []}).needed == ()


def test_the_version_in_force_on_the_day_counts(world: World) -> None:
    pack = world.board.rule_pack
    assert rules_on(world.board, DAY) == Rules()
    with unit_of_work():
        add_version(actor=SYSTEM, pack=pack, in_force_from=DAY, rules={"required": {"surgery": 2}})
    assert rules_on(world.board, DAY - timedelta(days=1)) == Rules()
    assert rules_on(world.board, DAY).required == {Specialty.SURGERY: 2}
    assert rules_on(world.board, date(1999, 1, 1)) == Rules()
    with pytest.raises(DomainError), unit_of_work():
        add_version(actor=SYSTEM, pack=pack, in_force_from=DAY, rules={})


def test_a_pack_without_versions_demands_nothing(world: World) -> None:
    world.board.rule_pack.versions.clear()
    assert rules_on(world.board, DAY) == Rules()
    db.session.rollback()


def test_the_packs_are_stored_once(ctx: None) -> None:
    with unit_of_work():
        assert ensure_packs(actor=SYSTEM) == len(PACKS)
    with unit_of_work():
        assert ensure_packs(actor=SYSTEM) == 0
    stored = {pack.code: [version.in_force_from for version in pack.versions] for pack in rule_packs()}
    assert stored == {pack.code: [START] for pack in PACKS}


def test_the_command_stores_what_is_missing(app: Flask) -> None:
    runner = app.test_cli_runner()
    assert runner.invoke(store_rule_packs).output == f"{len(PACKS)} rule packs are new.\n"
    assert runner.invoke(store_rule_packs).output == "0 rule packs are new.\n"


def test_a_network_administrator_writes_a_new_version_and_nobody_else(world: World, client: Client) -> None:
    pack = world.board.rule_pack
    typed = {
        "in_force_from": "2026-06-01",
        "required": "surgery: 2",
        "cutoff_hours": "36",
        "elements": ["staging"],
        "needed": ["agreed_diagnosis", "owner"],
        "dissent_readers": "board",
        "dissent_named": "y",
        "sources": "cutoff_hours: our charter",
    }
    assert client.sign_in(world.coordinator).post(f"/rule-packs/{pack.id}/new", data=typed).status_code == 403
    client.sign_in(world.network_admin)
    wrong = client.post(f"/rule-packs/{pack.id}/new", data={**typed, "required": "surgery", "sources": "colour: red"})
    assert wrong.status_code == 422
    assert "Write one specialty a line" in wrong.text
    assert "“colour” is not a rule." in wrong.text
    assert client.get(f"/rule-packs/{pack.id}/new").status_code == 200
    assert client.post(f"/rule-packs/{pack.id}/new", data=typed).status_code == 302
    db.session.expire_all()
    newest = db.session.scalars(select(RulePack).where(RulePack.id == pack.id)).one().versions[-1]
    assert parse_rules(newest.rules) == Rules(
        required={Specialty.SURGERY: 2},
        cutoff_hours=36,
        elements=("staging",),
        needed=(OutcomeField.AGREED_DIAGNOSIS, OutcomeField.OWNER),
        dissent_readers=DissentReaders.BOARD,
        dissent_named=True,
        dissent_printed=False,
        consent_needed=False,
        sources={"cutoff_hours": "our charter"},
    )
    page = client.sign_in(world.stranger).get(f"/rule-packs/{pack.id}")
    assert "our charter" in page.text
    assert "New version" not in page.text
    assert pack.name in client.get("/rule-packs").text


def test_an_unknown_pack_is_nothing(world: World, client: Client) -> None:
    assert client.sign_in(world.nurse).get(f"/rule-packs/{world.board.id}").status_code == 404
