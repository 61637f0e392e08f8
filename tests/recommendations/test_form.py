"""The outcome form: rows without scripts, drafts, conflicts, and the way from case to case."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from eboard.cases.enums import CaseState
from eboard.core.db import db, unit_of_work
from eboard.meetings.enums import MeetingState
from eboard.recommendations.actions import save_draft
from eboard.recommendations.draft import Advice, Disagreement, Draft, read
from eboard.recommendations.enums import Priority, RecommendationKind, Result
from eboard.recommendations.models import Discussion
from tests.client import Client
from tests.recommendations.outcomes import COMPLETE, by, form_of, make_letter, make_scene, record
from tests.world import World, make_case, make_item, save

FULL = replace(
    COMPLETE,
    recommendations=(
        *COMPLETE.recommendations,
        Advice(kind=RecommendationKind.NUTRITION, text="See the dietitian.", priority=Priority.SOON, owner="GP"),
    ),
)


def names(page: str) -> list[str]:
    """The rows on a page."""
    return re.findall(r'role="group" id="([a-z]+-\d+)"', page)


def test_everything_in_the_form_arrives(world: World, client: Client) -> None:
    scene = make_scene(world)
    dissents = (Disagreement(person_id=world.radiologist.id, opinion="Wait", reason="Age"),)
    draft = replace(FULL, dissents=dissents)
    client.sign_in(world.coordinator)
    assert client.post(scene.url, data=form_of(draft, 0)).status_code == 303
    assert read(scene.discussion) == draft
    page = client.get(scene.url).text
    assert names(page) == ["recommendations-0", "recommendations-1", "dissents-0"]
    assert f'<option selected value="{world.radiologist.id}">Rita Radiologist</option>' in page


def test_rows_are_added_and_removed_without_saving_and_without_losing(world: World, client: Client) -> None:
    scene = make_scene(world)
    client.sign_in(world.coordinator)
    typed = form_of(FULL, 0)
    added = client.post(scene.url, data={**typed, "add": "recommendations"})
    assert (added.status_code, names(added.text)) == (200, [f"recommendations-{n}" for n in range(3)])
    removed = client.post(scene.url, data={**typed, "remove": "recommendations-0"})
    assert names(removed.text) == ["recommendations-0"]
    assert ("See the dietitian." in removed.text, "Resect the sigmoid" in removed.text) == (True, False)
    dissent = client.post(scene.url, data={**typed, "add": "dissents"})
    assert names(dissent.text)[-1] == "dissents-0"
    assert "Resection is possible." in dissent.text
    last = client.post(scene.url, data={**form_of(COMPLETE, 0), "remove": "recommendations-0"})
    assert names(last.text) == ["recommendations-0"]
    assert db.session.scalars(select(Discussion)).all() == []


@pytest.mark.parametrize("button", [{"add": "versions"}, {"remove": "versions-0"}, {"remove": "recommendations-x"}])
def test_other_buttons_save(world: World, client: Client, button: dict[str, str]) -> None:
    scene = make_scene(world)
    response = client.sign_in(world.coordinator).post(scene.url, data={**form_of(COMPLETE, 0), **button})
    assert response.status_code == 303


def test_a_draft_is_kept_without_moving_anything(world: World, client: Client) -> None:
    scene = make_scene(world)
    half = Draft(result=Result.RECOMMENDATION, recommendations=(Advice(text="Half a sentence"),))
    client.sign_in(world.coordinator)
    response = client.post(scene.url, data=form_of(half, 0, do="draft"))
    assert (response.status_code, read(scene.discussion)) == (303, half)
    assert scene.discussion.recorded_at is None
    page = client.get(scene.url).text
    assert "Choose the kind of the recommendation." in page


def test_a_draft_is_saved_by_itself_and_the_version_goes_on(world: World, client: Client) -> None:
    scene = make_scene(world)
    client.sign_in(world.coordinator)
    first = client.post(f"{scene.url}/autosave", data=form_of(COMPLETE, 0))
    version = scene.discussion.row_version
    assert (first.status_code, first.json) == (200, {"fields": {"version": str(version)}})
    changed = form_of(replace(COMPLETE, summary="More"), version)
    second = client.post(f"{scene.url}/autosave", data=changed).json
    assert second == {"fields": {"version": str(scene.discussion.row_version)}}
    assert scene.discussion.row_version > version
    assert client.post(f"{scene.url}/autosave", data=changed).status_code == 409
    broken = {**changed, "version": scene.discussion.row_version, "recommendations-0-due_on": "soon"}
    assert client.post(f"{scene.url}/autosave", data=broken).status_code == 422
    assert (scene.discussion.summary, scene.discussion.recorded_at) == ("More", None)


def test_the_second_saver_sees_what_the_first_wrote_and_loses_nothing(world: World, client: Client) -> None:
    scene = make_scene(world)
    theirs = replace(FULL, summary="Written by the chair", recommendations=FULL.recommendations[:1])
    with unit_of_work():
        save_draft(actor=by(world.chair), item=scene.item, version=0, draft=theirs)
    client.sign_in(world.coordinator)
    mine = replace(FULL, summary="Written by me")
    response = client.post(scene.url, data=form_of(mine, 0))
    assert response.status_code == 409
    for text in ("Written by the chair", "Written by me", "See the dietitian.", "Recommendation 2"):
        assert text in response.text
    version = scene.discussion.row_version
    assert f'<input id="version" name="version" type="hidden" value="{version}">' in response.text
    assert client.post(scene.url, data=form_of(mine, version)).status_code == 303
    assert read(scene.discussion) == mine


def test_a_refusal_keeps_what_was_typed(world: World, client: Client) -> None:
    scene = make_scene(world)
    client.sign_in(world.coordinator)
    draft = replace(FULL, result=Result.DEFERRED)
    response = client.post(scene.url, data=form_of(draft, 0))
    assert response.status_code == 422
    assert ("See the dietitian." in response.text, scene.item.state) == (True, "listed")
    assert db.session.scalars(select(Discussion)).all() == []


def test_next_and_previous_lead_through_the_agenda(world: World, client: Client) -> None:
    scene = make_scene(world)
    with unit_of_work():
        other = make_case(world.north, world.board, state=CaseState.SCHEDULED)
        make_item(scene.meeting, other, position=2)
    client.sign_in(world.coordinator)
    other_url = f"/meetings/{scene.meeting.id}/cases/{other.id}/outcome"
    assert f'rel="next" href="{other_url}"' in client.get(scene.url).text
    assert f'rel="prev" href="{scene.url}"' in client.get(other_url).text
    assert client.post(scene.url, data=form_of(COMPLETE, 0, do="next")).location == other_url
    assert client.post(other_url, data=form_of(Draft(result=Result.NOTED), 0, do="next")).location == other_url


def test_a_withdrawn_case_has_no_neighbours(world: World, client: Client) -> None:
    scene = make_scene(world)
    draft = Draft(result=Result.WITHDRAWN, result_reason="The patient wishes it.")
    client.sign_in(world.coordinator)
    assert client.post(scene.url, data=form_of(draft, 0, do="next")).location == scene.url
    assert 'rel="next"' not in client.get(scene.url).text


def test_a_signed_outcome_shows_its_letter_instead_of_a_form(world: World, client: Client) -> None:
    scene, version = make_letter(world)
    page = client.sign_in(world.coordinator).get(scene.url).text
    assert f'href="/letters/{version.id}"' in page
    assert "Save as complete" not in page


@pytest.mark.parametrize(
    ("who", "status"),
    [("deputy", 200), ("radiologist", 403), ("nurse", 404), ("stranger", 404), ("network_admin", 404)],
)
def test_drafts_are_for_the_staff_of_the_board(world: World, client: Client, who: str, status: int) -> None:
    scene = make_scene(world)
    record(scene)
    client.sign_in(getattr(world, who))
    assert client.get(scene.url).status_code == status
    saved = client.post(f"{scene.url}/autosave", data=form_of(FULL, scene.discussion.row_version)).status_code
    assert saved == status
    assert (read(scene.discussion) == FULL) is (status == 200)


def test_a_case_of_another_meeting_is_not_here(world: World, client: Client) -> None:
    scene = make_scene(world)
    other = make_scene(world)
    url = f"/meetings/{scene.meeting.id}/cases/{other.case.id}/outcome"
    assert client.sign_in(world.coordinator).get(url).status_code == 404


def test_the_meeting_page_leads_to_the_outcome(world: World, client: Client) -> None:
    scene = make_scene(world)
    client.sign_in(world.chair)
    assert f'href="{scene.url}"' in client.get(f"/meetings/{scene.meeting.id}").text
    scene.meeting.state = MeetingState.PLANNED
    save(scene.meeting)
    assert scene.url not in client.get(f"/meetings/{scene.meeting.id}").text


@pytest.mark.parametrize(
    "name", ["result", "stage_confirmed", "recommendations-0-intent", "recommendations-0-priority"]
)
def test_a_choice_that_nobody_offered_is_refused_beside_its_field(world: World, client: Client, name: str) -> None:
    scene = make_scene(world)
    client.sign_in(world.coordinator)
    answered = client.post(scene.url, data={**form_of(FULL, 0), name: "forged"})
    assert (answered.status_code, answered.text.count("Resect the sigmoid") > 0) == (422, True)
    assert db.session.scalars(select(Discussion)).all() == []
