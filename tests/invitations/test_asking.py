"""Asking those again who are needed and have not answered: on the board's days, and when the coordinator says so."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.invitations.actions import answer_invitation, ask_again, ask_unanswered
from eboard.invitations.enums import Answer
from eboard.invitations.jobs import ask_due
from eboard.invitations.queries import due_to_be_asked
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.meetings.enums import MeetingState
from tests.client import Client
from tests.conftest import NOW
from tests.invitations.reading import change, delivered
from tests.invitations.written import announced, at, invitation_of, questions, readers, text_of
from tests.world import World

START = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
FIRST, SECOND = START - timedelta(days=5), START - timedelta(days=2)
NEEDED = ["charles.chair", "dora.deputy", "paul.pathologist", "rita.radiologist"]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_who_is_needed_and_silent_is_asked_twice_and_never_again(world: World) -> None:
    meeting = announced(world)
    assert readers(questions(FIRST - MINUTE)) == []
    assert readers(questions(FIRST)) == NEEDED  # the observer is not needed
    assert readers(questions(FIRST + DAY)) == []
    change(invitation_of(meeting, world.deputy), answer=Answer.ACCEPTED)
    change(invitation_of(meeting, world.chair), answer=Answer.DECLINED)
    assert readers(questions(SECOND)) == ["paul.pathologist", "rita.radiologist"]
    assert readers(questions(SECOND + DAY)) == []
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.asked_again")).all()
    assert sorted(entry.details["times"] for entry in entries) == [1, 1, 1, 1, 2, 2]


def test_a_board_may_ask_once_or_never(world: World) -> None:
    announced(world)
    change(world.board, ask_days=None, ask_again_days=None)
    assert readers(questions(SECOND)) == []
    change(world.board, ask_days=4)
    assert readers(questions(START - 4 * DAY)) == NEEDED
    assert readers(questions(SECOND)) == []


def test_after_a_time_without_a_scheduler_nobody_is_asked_twice_on_one_day(world: World) -> None:
    announced(world)
    assert readers(questions(SECOND)) == NEEDED
    assert readers(questions(SECOND + MINUTE)) == []
    assert readers(questions(SECOND + DAY)) == NEEDED
    assert readers(questions(SECOND + DAY + MINUTE)) == []


def test_who_was_told_after_the_day_of_asking_is_not_asked_for_it(world: World) -> None:
    meeting = announced(world)
    change(invitation_of(meeting, world.chair), start_told_at=FIRST + MINUTE)
    change(invitation_of(meeting, world.deputy), start_told_at=None)
    assert readers(questions(FIRST + DAY)) == ["paul.pathologist", "rita.radiologist"]


def test_what_would_be_asked_at_night_is_asked_the_evening_before(world: World) -> None:
    announced(world)
    change(world.chair, zone="Asia/Dubai")  # the hour of the meeting is 23:00 there
    evening = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    assert readers(questions(evening - MINUTE)) == []
    assert readers(questions(evening)) == ["charles.chair"]


def test_who_was_told_on_the_day_of_asking_is_asked_the_next_morning_and_not_at_midnight(world: World) -> None:
    meeting = announced(world)
    change(world.chair, zone="America/Chicago")
    change(invitation_of(meeting, world.chair), start_told_at=FIRST - HOUR)
    others = ["dora.deputy", "paul.pathologist", "rita.radiologist"]
    assert readers(questions(FIRST)) == others
    midnight = datetime(2026, 3, 5, 6, 0, tzinfo=UTC)
    assert readers(questions(midnight + MINUTE)) == []
    assert readers(questions(midnight + 6 * HOUR - MINUTE)) == []
    assert readers(questions(midnight + 6 * HOUR)) == ["charles.chair"]


def test_the_mail_is_short_and_leads_to_the_answer(world: World) -> None:
    meeting = announced(world)
    mail = questions(FIRST)[0]
    invitation = invitation_of(meeting, world.chair)
    address = f"http://localhost:8000/invitations/{invitation.id}"
    assert mail.message["Subject"] == "Will you be there? GI eBoard, Mon 9 Mar 2026, 14:00"
    assert text_of(mail) == (
        "Dear Charles Chair,\n"
        "\n"
        "you are needed at this meeting and have not answered yet:\n"
        "\n"
        "GI eBoard\n"
        "When: Mon 9 Mar 2026, 14:00 to 15:00 (America/Chicago)\n"
        "\n"
        f"Accept: {address}?answer=ACCEPTED\n"
        f"Tentative: {address}?answer=TENTATIVE\n"
        f"Decline: {address}?answer=DECLINED\n"
        "\n"
        "Questions: Cora Coordinator <cora.coordinator@example.org>\n"
    )
    assert (mail.calendar, mail.message["List-Unsubscribe"]) == (None, None)
    assert f'href="{address}?answer=DECLINED"' in mail.body("html")


def test_a_link_of_the_mail_chooses_the_button_and_notes_nothing(world: World, client: Client) -> None:
    meeting = announced(world)
    invitation = invitation_of(meeting, world.chair)
    client.sign_in(world.chair)
    page = client.get(f"/invitations/{invitation.id}?answer=TENTATIVE").text
    assert [value for value in ("ACCEPTED", "TENTATIVE", "DECLINED") if pressed(page, value)] == ["TENTATIVE"]
    assert "Nothing is noted before you press a button." in page
    page = client.get(f"/invitations/{invitation.id}?answer=MAYBE").text
    assert ("aria-pressed" in page, "Nothing is noted" in page) == (False, False)
    db.session.expire_all()
    assert invitation.answer is Answer.NEEDS_ACTION
    nobody = client.application.test_client().get(f"/invitations/{invitation.id}?answer=ACCEPTED")
    assert nobody.location == f"/sign-in?next=/invitations/{invitation.id}?answer%3DACCEPTED"


def pressed(page: str, value: str) -> bool:
    return f'value="{value}" aria-pressed="true"' in " ".join(page.split())


def test_an_answer_takes_back_the_question_that_has_not_left(world: World) -> None:
    meeting = announced(world)
    invitation = invitation_of(meeting, world.chair)
    with time.at(FIRST):
        ask_due()
        with unit_of_work():
            answer_invitation(actor=Actor(person_id=world.chair.id), invitation=invitation, answer=Answer.ACCEPTED)
        assert readers(delivered()) == NEEDED[1:]


def test_the_coordinator_is_told_how_many_and_sees_who_was_asked(world: World, client: Client) -> None:
    meeting = announced(world)
    address = f"/meetings/{meeting.id}"
    with time.at(NOW + DAY):
        client.sign_in(world.coordinator)
        assert "Ask the unanswered now: 4 people get a mail" in client.get(address).text
        change(invitation_of(meeting, world.chair), answer=Answer.ACCEPTED)
        assert "Ask the unanswered now: 3 people get a mail" in client.get(address).text
        response = client.post(f"{address}/ask")
        assert (response.status_code, response.location) == (303, address)
        page = client.get(address).text
        assert "3 people are asked by mail." in page
        assert page.count("asked again Tue 3 Mar 2026, 09:00") == 3
        assert "Ask the unanswered now" not in page
        assert readers(delivered()) == NEEDED[1:]
        client.post(f"{address}/ask")
        assert "There is nobody to ask now" in client.get(address).text
        assert delivered() == []
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "invitation.asked_again")).all()
    assert {entry.actor_id for entry in entries} == {world.coordinator.id}
    with time.at(NOW + 2 * DAY):
        client.sign_in(world.coordinator).post(f"{address}/ask")
        assert client.get(address).text.count("asked again twice, last Wed 4 Mar 2026, 09:00") == 3
        assert readers(delivered()) == NEEDED[1:]
    assert readers(questions(SECOND)) == []  # twice is enough, whoever asked


def test_who_was_told_today_is_not_asked_today(world: World) -> None:
    meeting = announced(world)
    with time.at(NOW + timedelta(hours=3)), pytest.raises(DomainError, match="There is nobody to ask now"):
        ask_unanswered(actor=Actor(person_id=world.coordinator.id), meeting=meeting)


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CANCELLED, MeetingState.LIVE])
def test_nobody_is_asked_about_a_meeting_that_does_not_wait_for_answers(world: World, state: MeetingState) -> None:
    meeting = announced(world)
    with time.at(NOW + DAY):
        change(meeting, state=state)
        delivered()
    with time.at(NOW + 3 * DAY), pytest.raises(DomainError):
        ask_unanswered(actor=Actor(person_id=world.coordinator.id), meeting=meeting)
    assert [mail for mail in questions(SECOND) if "Will you" in mail.message["Subject"]] == []


def test_only_staff_of_the_board_may_ask(world: World, client: Client) -> None:
    meeting = announced(world)
    with time.at(NOW + DAY):
        for person, code in (
            (world.radiologist, 403),
            (world.observer, 403),
            (world.stranger, 404),
            (world.north_admin, 404),
        ):
            client.sign_in(person)
            assert client.post(f"/meetings/{meeting.id}/ask").status_code == code
            assert "Ask the unanswered now" not in client.get(f"/meetings/{meeting.id}").text
        assert delivered() == []


def test_asking_twice_or_nobody_does_nothing(world: World) -> None:
    meeting = announced(world)
    with time.at(FIRST), unit_of_work():
        ask_again(invitation_of(meeting, world.chair).id)
        ask_again(invitation_of(meeting, world.chair).id)
        ask_again(meeting.id)
    found = db.session.scalars(select(OutboxMessage).where(OutboxMessage.thread_key.startswith("asking:"))).all()
    assert [(row.person_id, row.state, row.good_until) for row in found] == [(world.chair.id, MailState.QUEUED, START)]


def test_looking_for_the_silent_takes_one_query(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    announced(world)
    with time.at(FIRST - MINUTE):
        none = count_queries(due_to_be_asked)
    with time.at(FIRST):
        four = count_queries(due_to_be_asked)
        assert len(due_to_be_asked()) == 4
    assert (none, four) == (1, 1)


def test_each_question_costs_the_same_whoever_else_is_asked(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    meeting = announced(world)
    costs = []
    with time.at(FIRST):
        for person in (world.chair, world.deputy, world.radiologist):
            invitation_id = invitation_of(meeting, person).id
            db.session.expire_all()
            with unit_of_work():
                costs.append(count_queries(lambda key=invitation_id: ask_again(key)))
    assert len(set(costs)) == 1
    assert at(FIRST) != []
