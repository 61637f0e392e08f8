"""The list of a meeting for one specialty: who opens it, what it says, and the notes that are written on it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from eboard.audit.models import AuditEntry
from eboard.boards.models import BoardMembership
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.meetings.agenda import shown
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import Meeting
from eboard.preparation.actions import notes
from eboard.preparation.actions.preparers import share_cases
from eboard.preparation.models import MeetingNote
from tests.client import Client
from tests.preparation.scenes import PATHOLOGY, QUESTION, RADIOLOGY, answer, by, make_scene, named, need, restrict, seat
from tests.world import World, make_case, make_item, save


def path(meeting: Meeting, specialty: str = "radiology") -> str:
    return f"/meetings/{meeting.id}/preparation/{specialty}"


def post_note(client: Client, meeting: Meeting, text: str, version: int = 0) -> tuple[int, str]:
    item = shown(meeting)[0]
    answered = client.post(f"{path(meeting)}/items/{item.id}/note", data={"text": text, "version": version})
    return answered.status_code, answered.text


@pytest.mark.parametrize(
    ("who", "name", "status"),
    [
        ("radiologist", "radiology", 200),
        ("radiologist", "pathology", 403),
        ("pathologist", "pathology", 200),
        ("coordinator", "radiology", 200),
        ("coordinator", "surgery", 404),
        ("chair", "pathology", 200),
        ("observer", "radiology", 403),
        ("nurse", "radiology", 404),
        ("stranger", "radiology", 404),
        ("network_admin", "radiology", 404),
    ],
)
def test_who_opens_a_list(world: World, client: Client, who: str, name: str, status: int) -> None:
    meeting = make_scene(world)
    answered = client.sign_in(getattr(world, who)).get(path(meeting, name))
    assert answered.status_code == status
    assert (QUESTION in answered.text) == (status == 200)


def test_who_declined_reads_the_list_no_more(world: World, client: Client) -> None:
    meeting = make_scene(world)
    answer(meeting, world.radiologist, Answer.DECLINED)
    assert client.sign_in(world.radiologist).get(path(meeting)).status_code == 403


def test_it_says_what_is_there_what_is_missing_and_from_whom(world: World, client: Client) -> None:
    meeting = make_scene(world)
    case = shown(meeting)[0].case
    need(case, "MRI pelvis", MaterialKind.IMAGING, MaterialState.RECEIVED)
    need(case, "CT chest", MaterialKind.IMAGING, MaterialState.REQUESTED)
    need(case, "Blocks of the sigmoid", MaterialKind.PATHOLOGY, MaterialState.NEEDED)
    need(case, "Specimen photograph", MaterialKind.OTHER, MaterialState.NEEDED, reviewer=RADIOLOGY)
    with unit_of_work():
        share_cases(actor=by(world.coordinator), meeting=meeting)
    page = client.sign_in(world.coordinator).get(path(meeting)).text
    assert ("MRI pelvis" in page, "CT chest" in page, "Specimen photograph" in page) == (True, True, True)
    assert ("Blocks of the sigmoid" in page, "2 items missing" in page) == (False, True)
    assert ("North Hospital" in page, "Nora Nurse" in page, world.nurse.email in page) == (True, True, True)
    assert "Rita Radiologist" in page
    mine = client.sign_in(world.radiologist).get(path(meeting)).text
    assert ("you prepare" in mine, "Nora Nurse" in mine, world.nurse.email in mine) == (True, True, False)
    assert client.get(path(meeting, "pathology")).status_code == 403


def test_the_look_is_recorded_with_the_cases_that_were_shown(world: World, client: Client) -> None:
    meeting = make_scene(world, 2)
    hidden, case = shown(meeting)[0].case, shown(meeting)[1].case
    restrict(hidden)
    page = client.sign_in(world.radiologist).get(path(meeting)).text
    assert ("A restricted case" in page, hidden.number in page, f"{QUESTION} 1" in page) == (True, False, False)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "access.listed")).one()
    assert (entry.chain_id, entry.details["ids"]) == (world.north.id, [str(case.id)])


def test_preparers_are_shared_out_and_changed_by_those_who_plan(world: World, client: Client) -> None:
    meeting = make_scene(world)
    second = seat(world, "Remo Second", RADIOLOGY)
    item = shown(meeting)[0]
    assert client.sign_in(world.radiologist).post(f"/meetings/{meeting.id}/preparation").status_code == 403
    client.sign_in(world.coordinator)
    assert "without a preparer" in client.get(path(meeting)).text
    assert client.post(f"/meetings/{meeting.id}/preparation").status_code == 302
    choose = f"{path(meeting)}/items/{item.id}/preparer"
    assert client.post(choose, data={"person_id": str(second.id)}).status_code == 303
    assert named(meeting, RADIOLOGY) == {1: second}
    refused = client.post(choose, data={"person_id": str(world.stranger.id)})
    assert (refused.status_code, "Choose somebody of this specialty" in refused.text) == (422, True)
    assert client.post(choose, data={"person_id": "nobody"}).status_code == 422
    assert client.sign_in(second).post(choose, data={"person_id": str(second.id)}).status_code == 403
    assert client.sign_in(world.stranger).post(choose, data={"person_id": str(second.id)}).status_code == 404
    assert named(meeting, RADIOLOGY) == {1: second}


def test_a_note_is_read_by_the_panel_with_author_and_time(world: World, client: Client) -> None:
    meeting = make_scene(world)
    assert post_note(client.sign_in(world.radiologist), meeting, "Lesion in segment V")[0] == 303
    page = client.sign_in(world.coordinator).get(path(meeting)).text
    assert ("Lesion in segment V" in page, "Rita Radiologist" in page) == (True, True)
    second = seat(world, "Remo Second", RADIOLOGY)
    assert post_note(client.sign_in(second), meeting, "Lesion in segment IV", 1)[0] == 303
    assert post_note(client.sign_in(world.coordinator), meeting, "Lesion in segment IVb", 2)[0] == 303
    (note,) = db.session.scalars(select(MeetingNote)).all()
    assert (note.text, note.author_id, note.row_version) == ("Lesion in segment IVb", world.coordinator.id, 3)
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "preparation.noted")).all()
    assert [set(entry.details) for entry in entries] == [{"case_id", "specialty"}] * 3


def test_the_second_of_two_savers_sees_what_is_stored_and_loses_nothing(world: World, client: Client) -> None:
    meeting = make_scene(world)
    post_note(client.sign_in(world.radiologist), meeting, "First finding")
    status, page = post_note(client.sign_in(world.coordinator), meeting, "Second finding")
    assert (status, "First finding" in page, "Second finding" in page) == (409, True, True)
    assert "Saved by Rita Radiologist meanwhile" in page
    assert post_note(client, meeting, "First finding")[0] == 303  # the same again is no conflict
    assert db.session.scalars(select(MeetingNote.text)).all() == ["First finding"]


def test_a_note_that_is_too_long_or_too_late_is_refused_and_kept_in_the_form(world: World, client: Client) -> None:
    meeting = make_scene(world)
    client.sign_in(world.radiologist)
    status, page = post_note(client, meeting, "x" * 10_001)
    assert (status, "This note is too long" in page, "x" * 10_001 in page) == (422, True, True)
    meeting.state = MeetingState.CONCLUDED
    save(meeting)
    status, page = post_note(client.sign_in(world.coordinator), meeting, "Too late")
    assert (status, "This meeting is over" in page) == (422, True)
    assert db.session.scalars(select(MeetingNote)).all() == []


@pytest.mark.parametrize(
    ("who", "status"), [("pathologist", 403), ("observer", 403), ("nurse", 404), ("stranger", 404)]
)
def test_others_write_nothing(world: World, client: Client, who: str, status: int) -> None:
    meeting = make_scene(world)
    assert post_note(client.sign_in(getattr(world, who)), meeting, "Mine")[0] == status
    assert db.session.scalars(select(MeetingNote)).all() == []


def test_a_case_that_was_taken_off_takes_no_note(world: World, client: Client) -> None:
    meeting = make_scene(world)
    item = shown(meeting)[0]
    item.state = ItemState.REMOVED
    save(item)
    address = f"{path(meeting)}/items/{item.id}/note"
    answered = client.sign_in(world.coordinator).post(address, data={"text": "Gone", "version": 0})
    assert answered.status_code == 422
    assert db.session.scalars(select(MeetingNote)).all() == []


def test_nobody_writes_on_a_restricted_case_that_does_not_name_him(world: World, client: Client) -> None:
    meeting = make_scene(world)
    restrict(shown(meeting)[0].case)
    assert post_note(client.sign_in(world.radiologist), meeting, "Mine")[0] == 404
    assert db.session.scalars(select(MeetingNote)).all() == []


def test_more_cases_take_no_more_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    one, three = make_scene(world), make_scene(world, 3)
    for meeting in (one, three):
        for item in shown(meeting):
            need(item.case, "CT", MaterialKind.IMAGING, MaterialState.NEEDED, chaser_id=world.nurse.id)
        with unit_of_work():
            share_cases(actor=by(world.coordinator), meeting=meeting)
    client.sign_in(world.coordinator)
    client.get(path(one))
    few = count_queries(lambda: client.get(path(one)))
    assert count_queries(lambda: client.get(path(three))) == few


def test_the_page_of_a_meeting_leads_to_one_s_own_lists(world: World, client: Client) -> None:
    meeting = make_scene(world)
    links = {"radiology": f'href="{path(meeting)}"', "pathology": f'href="{path(meeting, "pathology")}"'}
    for who, found in {
        world.radiologist: {"radiology"},
        world.coordinator: {"radiology", "pathology"},
        world.deputy: {"radiology", "pathology"},
        world.observer: set(),
    }.items():
        page = client.sign_in(who).get(f"/meetings/{meeting.id}").text
        assert {name for name, link in links.items() if link in page} == found


def test_a_board_says_how_much_somebody_prepares(world: World, client: Client) -> None:
    member = db.session.scalars(select(BoardMembership).where(BoardMembership.person_id == world.radiologist.id)).one()
    address = f"/boards/{world.board.id}/members/{member.id}/cases"
    client.sign_in(world.coordinator)
    assert client.get(address).status_code == 200
    refused = client.post(address, data={"most_cases": "100"})
    assert (refused.status_code, "Enter a number from 0 to 99." in refused.text) == (422, True)
    assert client.post(address, data={"most_cases": "3"}).status_code == 302
    assert "prepares 3 cases at most" in client.get(f"/boards/{world.board.id}").text
    assert client.post(address, data={"most_cases": ""}).status_code == 302
    db.session.refresh(member)
    assert member.most_cases is None
    assert client.sign_in(world.stranger).get(address).status_code == 404
    assert client.sign_in(world.radiologist).get(address).status_code == 403


def test_the_list_of_pathology_holds_genomics_too(world: World, client: Client) -> None:
    meeting = make_scene(world)
    case = shown(meeting)[0].case
    need(case, "NGS panel", MaterialKind.GENOMICS, MaterialState.NEEDED)
    assert "NGS panel" in client.sign_in(world.pathologist).get(path(meeting, PATHOLOGY)).text
    with unit_of_work():
        other = make_case(world.north, world.board, question="Another question")
        make_item(meeting, other, 2)
    assert "Another question" in client.get(path(meeting, PATHOLOGY)).text


def test_a_note_that_is_too_long_blames_nobody_and_is_marked(world: World, client: Client) -> None:
    meeting = make_scene(world)
    post_note(client.sign_in(world.radiologist), meeting, "First")
    status, page = post_note(client, meeting, "x" * 10_001)
    assert (status, "meanwhile" in page, 'name="version" value="0"' in page) == (422, False, True)
    control = page[page.index('id="text"') :].split(">")[0]
    assert ('aria-invalid="true"' in control, 'id="text-error"' in page, 'href="#text"' in page) == (True, True, True)


def test_of_two_first_notes_the_second_is_told_and_keeps_its_words(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = make_scene(world)
    post_note(client.sign_in(world.radiologist), meeting, "First finding")
    monkeypatch.setattr(notes, "note_on", lambda _item, _specialty: None)  # both looked before either saved
    status, page = post_note(client.sign_in(world.coordinator), meeting, "Second finding typed")
    assert (status, "Second finding typed" in page, "Somebody else saved this note" in page) == (409, True, True)


def test_what_was_found_on_a_case_that_was_put_off_is_listed_with_it_again(world: World, client: Client) -> None:
    meeting = make_scene(world)
    post_note(client.sign_in(world.radiologist), meeting, "Finding")
    [item] = shown(meeting)
    with unit_of_work():
        item.state = ItemState.DEFERRED
    later = make_scene(world, 0, day=meeting.day + timedelta(days=7))
    with unit_of_work():
        make_item(later, item.case, 1)
    kept = db.session.scalars(select(MeetingNote).order_by(MeetingNote.id)).all()
    assert [(note.item.meeting_id, note.text) for note in kept] == [(meeting.id, "Finding"), (later.id, "Finding")]
    assert "Finding" in client.get(path(later)).text
