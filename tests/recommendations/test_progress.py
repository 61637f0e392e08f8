"""What signing will ask for is said early: when a case is listed, in the meeting, before it is concluded."""

from collections.abc import Callable
from dataclasses import replace

from eboard.cases.enums import CaseState
from eboard.core.db import unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.recommendations.actions import save_draft
from eboard.recommendations.progress import foreseen_gaps
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, by, make_scene, record, sign
from tests.world import World, make_case, make_item, make_meeting, save

LACKS = "Not in the case, and asked for before signing: "


def test_a_listed_case_says_what_signing_will_ask_for(world: World, client: Client) -> None:
    pack = world.board.rule_pack.versions[0]
    pack.rules = {"elements": ["genetics"], "needed": ["change", "preference_considered", "comorbidity_considered"]}
    save(pack)
    with unit_of_work():
        meeting = make_meeting(world.board)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, prior_plan="Chemotherapy")
        make_item(meeting, case)
        make_case(world.north, world.board, state=CaseState.ACCEPTED, comorbidity="None", biomarkers="MSS")
    sentence = f"{LACKS}the patient&#39;s wishes, comorbidity, biomarkers or genomics"
    assert sentence in client.sign_in(world.coordinator).get(f"/meetings/{meeting.id}").text
    chosen = client.get(f"/meetings/{meeting.id}/cases").text
    assert f"{LACKS}the referrer&#39;s plan, the patient&#39;s wishes" in chosen
    assert LACKS not in client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}").text
    pack.rules = {"needed": []}
    save(pack)
    assert foreseen_gaps(case, meeting) == []


def test_the_meeting_says_what_the_rules_ask_for(world: World, client: Client) -> None:
    pack = world.board.rule_pack.versions[0]
    pack.rules = {"needed": ["owner", "summary"]}
    save(pack)
    scene = make_scene(world)
    page = client.sign_in(world.coordinator).get(f"/meetings/{scene.meeting.id}").text
    assert "The rules ask for 2 points in each outcome." in page
    assert ("Write a summary of the discussion." in page, "Say who carries it out." in page) == (True, True)
    assert "points in each outcome" not in client.sign_in(world.radiologist).get(f"/meetings/{scene.meeting.id}").text
    pack.rules = {"needed": []}
    save(pack)
    assert "Asked for before signing" not in client.sign_in(world.coordinator).get(f"/meetings/{scene.meeting.id}").text


def test_the_running_meeting_shows_what_each_outcome_lacks(world: World, client: Client) -> None:
    scene = make_scene(world)
    pages = (f"/meetings/{scene.meeting.id}", f"/meetings/{scene.meeting.id}/conclude")
    client.sign_in(world.coordinator)
    assert ["no outcome yet" in client.get(page).text for page in pages] == [True, True]
    bare = replace(COMPLETE, change=None, preference_considered=None)
    with unit_of_work():
        save_draft(actor=by(world.coordinator), item=scene.item, version=0, draft=bare)
    assert ["2 answers missing before signing" in client.get(page).text for page in pages] == [True, True]
    record(scene)
    page = client.get(pages[0]).text
    assert ("outcome complete" in page, "missing before signing" in page) == (True, False)
    sign(scene)
    assert "outcome signed" in client.get(pages[0]).text


def test_a_fixed_number_of_queries(world: World, client: Client, count_queries: Callable[..., int]) -> None:
    client.sign_in(world.coordinator)
    counts = []
    for number in (1, 3):
        with unit_of_work():
            meeting = make_meeting(world.board, state=MeetingState.LIVE)
            for position in range(1, number + 1):
                case = make_case(world.north, world.board, state=CaseState.SCHEDULED)
                item = make_item(meeting, case, position)
                save_draft(actor=by(world.coordinator), item=item, version=0, draft=COMPLETE)
        counts.append(count_queries(lambda url=f"/meetings/{meeting.id}": client.get(url)))
    assert counts[0] == counts[1]
