"""Answering and watching answers on the screen."""

from datetime import timedelta

from eboard.boards.enums import BoardRole
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.invitations.enums import Answer
from eboard.invitations.models import Invitation
from eboard.invitations.queries import invitations_to, mine
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.people.models import Person
from tests.client import Client
from tests.conftest import NOW
from tests.invitations.reading import change, delivered
from tests.world import World, make_board, make_meeting, make_member, make_person

AFTER_HOLD = NOW + timedelta(seconds=121)


def publish(world: World) -> Meeting:
    with unit_of_work():
        return make_meeting(world.board)


def invitation_of(meeting: Meeting, person: Person) -> Invitation:
    found = mine(person.id, meeting.id)
    assert found is not None
    return found


def test_a_person_accepts_on_the_answer_page_and_it_shows_on_the_meeting(world: World, client: Client) -> None:
    meeting = publish(world)
    invitation = invitation_of(meeting, world.chair)
    address = f"/invitations/{invitation.id}"
    client.sign_in(world.chair)
    assert "Will you be there?" in client.get(address).text
    response = client.post(address, data={"answer": "ACCEPTED", "comment": " Ten minutes late "})
    assert (response.status_code, response.headers["Location"]) == (303, f"/meetings/{meeting.id}")
    db.session.expire_all()
    assert (invitation.answer, invitation.comment) == (Answer.ACCEPTED, "Ten minutes late")
    assert (invitation.answered_by_id, invitation.answer_sequence) == (world.chair.id, 0)
    page = client.get(f"/meetings/{meeting.id}").text
    assert 'value="ACCEPTED" aria-pressed="true"' in page.replace("\n", " ").replace("  ", " ")


def test_the_coordinator_answers_for_somebody_and_sees_all_answers(world: World, client: Client) -> None:
    meeting = publish(world)
    invitation = invitation_of(meeting, world.radiologist)
    client.sign_in(world.coordinator)
    assert "Answer for Rita Radiologist" in client.get(f"/invitations/{invitation.id}").text
    client.post(f"/invitations/{invitation.id}", data={"answer": "DECLINED"})
    db.session.expire_all()
    assert (invitation.answer, invitation.answered_by_id) == (Answer.DECLINED, world.coordinator.id)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "1 Declined" in page
    assert "4 No answer yet" in page


def test_what_somebody_wrote_is_read_by_the_staff_of_that_board_alone(world: World, client: Client) -> None:
    meeting = publish(world)
    with unit_of_work():
        elsewhere = make_person("Otto Elsewhere")
        make_member(make_board(world.hub, "Other"), elsewhere, BoardRole.COORDINATOR)
    change(invitation_of(meeting, world.radiologist), comment="Ten minutes late")
    readers = (world.chair, world.deputy, world.coordinator)
    others = (world.observer, world.pathologist, world.nurse, world.stranger, world.north_admin, elsewhere)
    for person in (*readers, *others):
        page = client.sign_in(person).get(f"/meetings/{meeting.id}").text
        assert ("Ten minutes late" in page) is (person in readers)


def test_strangers_other_panelists_and_other_organizations_find_no_answer_page(world: World, client: Client) -> None:
    meeting = publish(world)
    invitation = invitation_of(meeting, world.chair)
    for person in (world.stranger, world.radiologist, world.north_admin, world.nurse):
        client.sign_in(person)
        assert client.get(f"/invitations/{invitation.id}").status_code == 404
        assert client.post(f"/invitations/{invitation.id}", data={"answer": "DECLINED"}).status_code == 404
    db.session.expire_all()
    assert invitation.answer is Answer.NEEDS_ACTION


def test_an_answer_that_is_none_or_too_late_is_refused_with_a_sentence(world: World, client: Client) -> None:
    meeting = publish(world)
    invitation = invitation_of(meeting, world.chair)
    client.sign_in(world.chair)
    address = f"/invitations/{invitation.id}"
    response = client.post(address, data={"answer": "DELEGATED"})
    assert (response.status_code, "Choose accept, tentative or decline." in response.text) == (422, True)
    change(meeting, state=MeetingState.CANCELLED, cancelled_at=NOW)
    response = client.post(address, data={"answer": "ACCEPTED"})
    assert (response.status_code, "no longer asks for an answer" in response.text) == (422, True)
    change(meeting, state=MeetingState.PUBLISHED)
    with time.at(meeting.ends_at):
        client.sign_in(world.chair)
        response = client.post(address, data={"answer": "ACCEPTED"})
    assert (response.status_code, "This meeting is over." in response.text) == (422, True)
    change(invitation, is_wanted=False)
    assert "The invitation was taken back." in client.get(address).text


def test_staff_see_who_is_about_to_be_told_and_can_tell_at_once(world: World, client: Client) -> None:
    meeting = publish(world)
    client.sign_in(world.coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "They are told at 09:02 your time." in page
    assert delivered() == []
    response = client.post(f"/meetings/{meeting.id}/tell")
    assert response.status_code == 303
    assert len(delivered()) == 5
    assert "They are told at" not in client.get(f"/meetings/{meeting.id}").text


def test_only_staff_of_the_board_tell_at_once(world: World, client: Client) -> None:
    meeting = publish(world)
    for person, code in ((world.radiologist, 403), (world.stranger, 404)):
        client.sign_in(person)
        assert client.post(f"/meetings/{meeting.id}/tell").status_code == code
    assert {row.tell_at for row in invitations_to(meeting.id)} == {NOW + timedelta(seconds=120)}


def test_the_page_of_a_planned_meeting_says_how_many_get_mail(world: World, client: Client) -> None:
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        world.observer.told = type(world.observer.told)["FEED"]
    client.sign_in(world.coordinator)
    page = client.get(f"/meetings/{meeting.id}").text
    assert "Publish: 4 people get an invitation" in page
    assert "sees it in the subscribed calendar, gets no mail" in page
