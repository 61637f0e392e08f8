"""What those who read along are shown of an outcome: dissent as the rules say, kinds as the network calls them."""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from eboard.boards.models import RulePackVersion
from eboard.core.db import unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.recommendations.actions.kinds import add_kind, change_kind
from eboard.recommendations.enums import KindGroup
from eboard.recommendations.kinds import kind_of
from tests.client import Client
from tests.live.scenes import Table, change, lay
from tests.recommendations.outcomes import by
from tests.world import World, save

OPINION = "Would wait and see."
TRIAL = {"kind": "trial", "trial_name": "HOPE", "trial_identifier": "NCT01234567", "trial_site": "Hub"}


def dissenting(world: World, scribe: Client, **rules: Any) -> Table:
    version = world.board.rule_pack.versions[0]
    assert isinstance(version, RulePackVersion)
    version.rules = rules
    save(version)
    table = lay(world)
    with unit_of_work():
        table.item.presenter_id = world.physician.id  # of the care team, and in the call
    row = f"dissents.{uuid4()}"
    table.save(
        scribe,
        change("summary", "", "Resection is possible."),
        change(f"{row}.person_id", "", str(world.radiologist.id)),
        change(f"{row}.opinion", "", OPINION),
    )
    return table


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({}, (True, True)),
        ({"dissent_named": False}, (True, False)),
        ({"dissent_readers": "board"}, (False, False)),
        ({"dissent_readers": "board", "dissent_printed": False}, (False, False)),
    ],
)
@pytest.mark.parametrize("who", ["physician", "radiologist"])
def test_dissent_is_shown_as_the_rules_say(
    world: World, app: Flask, rules: dict[str, Any], told: tuple[bool, bool], who: str
) -> None:
    table = dissenting(world, app.test_client().sign_in(world.coordinator), **rules)
    client = app.test_client().sign_in(getattr(world, who))
    for part, address in (("outcome", "state"), ("presenter", "state?presented=1")):
        html = client.get(f"{table.url}/{address}").json["parts"][part]
        assert "Resection is possible." in html
        assert (OPINION in html, "<strong>Rita Radiologist:" in html) == told, part


def test_a_shared_screen_tells_no_more_to_the_staff(world: World, app: Flask) -> None:
    scribe = app.test_client().sign_in(world.coordinator)
    table = dissenting(world, scribe, dissent_readers="board")
    assert OPINION not in scribe.get(f"{table.url}/presenter").text
    page = scribe.get(table.url).text
    assert (OPINION in page, "Only the board reads it, not the care team." in page) == (True, True)


def test_a_kind_of_the_network_is_chosen_and_stays_readable_when_it_is_retired(world: World, app: Flask) -> None:
    scribe, reader = (app.test_client().sign_in(person) for person in (world.coordinator, world.radiologist))
    with unit_of_work():
        add_kind(actor=by(world.network_admin), label="Hyperthermia", group=KindGroup.TREATMENT, position=5)
    table = lay(world)
    assert '<option value="hyperthermia">Hyperthermia</option>' in scribe.get(table.url).text
    place = f"recommendations.{uuid4()}.kind"
    answer = table.save(scribe, change(place, "", "hyperthermia"))
    assert (answer.json["problems"], table.discussion.recommendations[0].kind) == ({}, "hyperthermia")
    kind = kind_of("hyperthermia")
    with unit_of_work():
        change_kind(
            actor=by(world.network_admin),
            kind=kind,
            version=kind.version,
            label="Hyperthermia",
            group=KindGroup.TREATMENT,
            position=5,
            is_retired=True,
        )
    assert '<option selected value="hyperthermia">Hyperthermia</option>' in scribe.get(table.url).text
    other = app.test_client().sign_in(world.chair)
    clash = table.save(other, change(place, "", "surgery")).json
    page = scribe.get(table.url).text
    assert (clash["clashes"], '<dd dir="auto">Hyperthermia</dd>' in page) == ([place], True)
    assert "1. Hyperthermia." in reader.get(f"{table.url}/state").json["parts"]["outcome"]


def test_two_scribes_write_one_trial(world: World, app: Flask) -> None:
    one, other = (app.test_client().sign_in(person) for person in (world.coordinator, world.chair))
    table = lay(world)
    row = f"recommendations.{uuid4()}"
    for client, names in ((one, ("kind", "trial_name")), (other, ("trial_identifier", "trial_site"))):
        answer = table.save(client, *(change(f"{row}.{name}", "", TRIAL[name]) for name in names))
        assert answer.json["clashes"] == []
    (advice,) = table.discussion.recommendations
    assert {name: getattr(advice, name) for name in TRIAL} == TRIAL
    reader = app.test_client().sign_in(world.radiologist)
    assert "HOPE · NCT01234567 · Hub" in reader.get(f"{table.url}/state").json["parts"]["outcome"]


def test_what_was_signed_is_read_along_after_the_meeting(world: World, app: Flask) -> None:
    table = lay(world, state=MeetingState.LIVE)
    scribe = app.test_client().sign_in(world.coordinator)
    table.save(scribe, change("summary", "", "Resection is possible."))
    with unit_of_work():
        table.meeting.state = MeetingState.CONCLUDED
    for person in (world.radiologist, world.physician):
        with unit_of_work():
            table.item.presenter_id = world.physician.id
        page = app.test_client().sign_in(person).get(table.url).text
        assert "Resection is possible." in page
