"""The packet as a page: what is in it, for whom, and that every look counts."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.cases.identity import Identity
from eboard.core import typesetting
from eboard.core.db import db, unit_of_work
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.preparation.actions.notes import save_note
from tests.client import Client
from tests.preparation.scenes import PATHOLOGY, QUESTION, RADIOLOGY, by, make_scene, need, restrict
from tests.world import World, save

WHOLE = {
    "diagnosis": "Carcinoma of the rectum",
    "biomarkers": "KRAS wild type",
    "previous_treatment": "Short-course radiotherapy",
    "ecog": 0,
    "comorbidity": "Diabetes",
    "patient_wishes": "Wants to avoid a stoma",
    "prior_plan": "Total neoadjuvant treatment",
    "staging": {"clinical": {"t": "3", "n": "1", "m": "0"}},
}
SAID = ("Carcinoma of the rectum", "KRAS wild type", "Short-course", "Diabetes", "stoma", "neoadjuvant", "cT3 cN1 cM0")


def whole_scene(world: World) -> Meeting:
    """Two cases with everything that a packet says, an identity and two notes."""
    meeting = make_scene(world, 2)
    first = shown(meeting)[0]
    with unit_of_work():
        for name, value in WHOLE.items():
            setattr(first.case, name, value)
        patient = Identity(name="Marker Patient", record_number="MRN-4711", born_on=date(1961, 4, 5))
        seal_identity(actor=by(world.nurse), case=first.case, identity=patient)
        save_note(actor=by(world.radiologist), item=first, specialty=RADIOLOGY, version=0, text="Segment V is free")
        save_note(actor=by(world.pathologist), item=first, specialty=PATHOLOGY, version=0, text="Margins are clear")
    need(first.case, "MRI pelvis", MaterialKind.IMAGING, MaterialState.RECEIVED, place="PACS North")
    return meeting


def page(client: Client, meeting: Meeting) -> str:
    return client.get(f"/meetings/{meeting.id}/packet").text


def test_it_says_what_the_panel_needs_and_never_who_the_patient_is(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    for who in (world.radiologist, world.coordinator, world.chair):
        html = page(client.sign_in(who), meeting)
        said = (*SAID, f"{QUESTION} 1", f"{QUESTION} 2", "MRI pelvis", "PACS North", "Segment V", "Margins are clear")
        assert [text for text in said if text not in html] == []
        assert (who.name in html, "Rita Radiologist" in html, "<dt>ECOG</dt>" in html) == (True, True, True)
        assert [text for text in ("Marker Patient", "MRN-4711", "1961") if text in html] == []


def test_a_restricted_case_is_only_a_line(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    case = shown(meeting)[0].case
    restrict(case, world.chair)
    html = page(client.sign_in(world.radiologist), meeting)
    assert ("A restricted case" in html, case.number in html, "Segment V" in html) == (True, False, False)
    assert f"{QUESTION} 2" in html
    assert "Segment V" in page(client.sign_in(world.chair), meeting)


def test_an_observer_gets_the_agenda_alone(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    html = page(client.sign_in(world.observer), meeting)
    numbers = [item.case.number for item in shown(meeting)]
    assert [text for text in (*SAID, QUESTION, *numbers, "Segment V", "restricted") if text in html] == []
    assert ("Case 1" in html, "Case 2" in html) == (True, True)


@pytest.mark.parametrize("ending", ["packet", "packet.pdf"])
@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("nurse", 404), ("north_admin", 404), ("auditor", 404)])
def test_others_get_nothing(world: World, client: Client, ending: str, who: str, status: int) -> None:
    meeting = whole_scene(world)
    answered = client.sign_in(getattr(world, who)).get(f"/meetings/{meeting.id}/{ending}")
    assert (answered.status_code, QUESTION in answered.text) == (status, False)


@pytest.mark.parametrize("ending", ["packet", "packet.pdf"])
def test_nobody_gets_it_without_signing_in_or_before_it_is_published(world: World, client: Client, ending: str) -> None:
    meeting = whole_scene(world)
    assert client.get(f"/meetings/{meeting.id}/{ending}").status_code in {302, 303, 401}
    meeting.state, meeting.published_at = MeetingState.PLANNED, None
    save(meeting)
    assert client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/{ending}").status_code == 404


@pytest.mark.parametrize("ending", ["packet", "packet.pdf"])
def test_every_case_in_it_counts_as_opened(world: World, client: Client, ending: str) -> None:
    meeting = whole_scene(world)
    restrict(shown(meeting)[1].case)
    client.sign_in(world.radiologist).get(f"/meetings/{meeting.id}/{ending}")
    read = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.read")).all()
    assert [(one.subject_id, one.chain_id, one.actor_id) for one in read] == [
        (shown(meeting)[0].case_id, world.north.id, world.radiologist.id)
    ]


def test_what_was_taken_off_is_not_in_it(world: World, client: Client) -> None:
    meeting = whole_scene(world)
    shown(meeting)[0].state = ItemState.REMOVED
    db.session.commit()
    html = page(client.sign_in(world.coordinator), meeting)
    assert ("Segment V" in html, f"{QUESTION} 2" in html) == (False, True)


def test_without_the_library_the_page_is_offered(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = whole_scene(world)
    monkeypatch.setattr(typesetting, "IS_AVAILABLE", False)
    client.sign_in(world.radiologist)
    answered = client.get(f"/meetings/{meeting.id}/packet.pdf")
    assert (answered.status_code, answered.location) == (303, f"/meetings/{meeting.id}/packet")
    html = page(client, meeting)
    assert ("This page prints the same" in html, "packet.pdf" in html) == (True, False)


def test_more_cases_take_no_more_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    one, three = make_scene(world), make_scene(world, 3)
    client.sign_in(world.radiologist)
    page(client, one)
    few = count_queries(lambda: page(client, one))
    # Each look is an entry of its own in the audit: one more statement each, in one transaction.
    assert count_queries(lambda: page(client, three)) <= few + 2
