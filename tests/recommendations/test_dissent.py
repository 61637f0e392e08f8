"""Dissent in letters as the rule pack says, and who took no part in the decision."""

from typing import Any

import pytest

from eboard.cases.actions.recusals import recuse
from eboard.core.db import unit_of_work
from eboard.recommendations.draft import Disagreement
from eboard.recommendations.letter import letter_of
from eboard.recommendations.models import SignedVersion
from tests.client import Client
from tests.recommendations.outcomes import Scene, by, make_scene, record, sign
from tests.world import World, save

OPINION = "Would wait and see."


def dissenting(world: World, **rules: Any) -> tuple[Scene, SignedVersion]:
    pack = world.board.rule_pack.versions[0]
    pack.rules = rules
    save(pack)
    scene = make_scene(world)
    record(scene, dissents=(Disagreement(person_id=world.radiologist.id, opinion=OPINION, reason="Age"),))
    return scene, sign(scene)


@pytest.mark.parametrize(
    ("rules", "team", "board", "paper"),
    [
        ({}, (True, True), (True, True), (True, True)),
        ({"dissent_named": False}, (True, False), (True, False), (True, False)),
        ({"dissent_readers": "board"}, (False, False), (True, True), (False, False)),
        ({"dissent_readers": "board", "dissent_named": False}, (False, False), (True, False), (False, False)),
        ({"dissent_printed": False}, (True, True), (True, True), (False, False)),
    ],
)
def test_the_rules_say_who_reads_it_whether_it_is_named_and_printed(
    world: World,
    client: Client,
    rules: dict[str, Any],
    team: tuple[bool, bool],
    board: tuple[bool, bool],
    paper: tuple[bool, bool],
) -> None:
    _scene, version = dissenting(world, **rules)
    for who, expected in (("nurse", team), ("radiologist", board), ("chair", board), ("coordinator", board)):
        page = client.sign_in(getattr(world, who)).get(f"/letters/{version.id}").text
        page = page.split("<main")[1].split("</main>")[0]
        assert (OPINION in page, "Rita Radiologist" in page) == expected, who
        assert ('aria-labelledby="outcome-dissent" class="on-screen"' in page) == (
            OPINION in page and rules.get("dissent_printed") is False
        )
    page = client.sign_in(world.nurse).get(f"/letters/{version.id}/chart").text
    assert (OPINION in page, "Rita Radiologist" in page) == paper


def test_the_rules_of_the_day_of_the_meeting_stay(world: World) -> None:
    _scene, version = dissenting(world, dissent_readers="board")
    pack = world.board.rule_pack.versions[0]
    pack.rules = {}
    save(pack)
    assert letter_of(version).outcome.dissents == ()
    assert [one.text for one in letter_of(version, is_board=True).outcome.dissents] == [f"{OPINION} Reason: Age"]


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ({}, "It stands in the letter. The person&#39;s name is shown."),
        ({"dissent_readers": "board"}, "Only the board reads it, not the care team. The person&#39;s name is shown."),
        (
            {"dissent_printed": False, "dissent_named": False},
            "The care team reads it on screen; it is not printed. The person&#39;s name is not shown.",
        ),
    ],
)
def test_whoever_writes_it_down_is_told(world: World, client: Client, rules: dict[str, Any], sentence: str) -> None:
    pack = world.board.rule_pack.versions[0]
    pack.rules = rules
    save(pack)
    scene = make_scene(world)
    assert sentence in client.sign_in(world.coordinator).get(scene.url).text


def test_who_is_recused_stands_in_outcome_and_letter_without_the_reason(world: World, client: Client) -> None:
    scene = make_scene(world)
    with unit_of_work():
        recuse(actor=by(world.pathologist), case=scene.case, person=world.pathologist, reason="A relative")
    page = client.sign_in(world.coordinator).get(scene.url).text
    assert ("Take no part in the decision" in page, "Paul Pathologist" in page, "A relative" in page) == (True,) * 3
    record(scene)
    version = sign(scene)
    assert version.content["recused"] == [{"id": str(world.pathologist.id), "name": "Paul Pathologist"}]
    letter = client.sign_in(world.nurse).get(f"/letters/{version.id}").text
    assert "Took no part in the decision" in letter
    assert ("Paul Pathologist" in letter, "A relative" in letter) == (True, False)
