"""What a summary says, to whom, and that it comes once and only if something changed."""

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.boards.enums import BoardRole
from eboard.cases.actions.moves import move as move_case
from eboard.cases.enums import CaseState
from eboard.cases.models import Case, CaseNamedPerson
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.digests.actions import send_summary
from eboard.digests.jobs import send_summaries
from eboard.digests.models import DigestMark
from eboard.invitations.actions import answer_invitation
from eboard.invitations.enums import Answer
from eboard.mail.actions import choose
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.agenda import change_item, list_case, transfer
from eboard.meetings.actions.plans import cancel_meeting, change_meeting, publish_meeting
from eboard.meetings.actions.removals import take_off
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Meeting
from eboard.meetings.timing import Plan
from eboard.people.models import Person
from tests.conftest import NOW
from tests.invitations.reading import Mail, change, delivered
from tests.invitations.written import announced, invitation_of, text_of
from tests.world import World, make_board, make_case, make_meeting, make_member

MORNING = datetime(2026, 3, 3, 13, 0, tzinfo=UTC)  # Tuesday, 07:00 in Chicago
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def wants(*people: Person, **choices: Delivery) -> None:
    """Let people have the summary."""
    with unit_of_work():
        for person in people:
            chosen = {NoticeKind(kind): delivery for kind, delivery in choices.items()}
            choose(person_id=person.id, choices={NoticeKind.DIGEST: Delivery.AT_ONCE, **chosen})
            change(person, zone="America/Chicago")


def summaries(moment: datetime = MORNING) -> dict[str, Mail]:
    """The summaries of one morning, by the reader's address before the @."""
    with time.at(moment):
        send_summaries()
        mails = [mail for mail in delivered() if mail.message["Subject"].startswith("What changed")]
    return {mail.to.split("@")[0]: mail for mail in mails}


def lines(mail: Mail) -> list[str]:
    """What stands between the greeting and the footer."""
    found = [line.strip() for line in text_of(mail).splitlines() if line.strip()]
    return found[2:-1]


def move(meeting: Meeting, actor: Actor, **values: object) -> None:
    with unit_of_work():
        now = Plan(day=meeting.day, clock=meeting.clock, zone=meeting.zone, minutes=meeting.minutes, room=meeting.room)
        plan = Plan(**{**{one.name: getattr(now, one.name) for one in dataclass_fields(now)}, **values})
        change_meeting(actor=actor, meeting=meeting, plan=plan, version=meeting.row_version)


def waiting(world: World, **values: object) -> Case:
    with unit_of_work():
        return make_case(world.north, world.board, **{"state": CaseState.ACCEPTED, "is_ready": True, **values})


def test_nothing_new_means_no_mail_and_the_day_is_noted(world: World) -> None:
    wants(world.chair)
    assert summaries() == {}
    with time.at(MORNING):
        assert send_summaries() == 0
    marks = db.session.scalars(select(DigestMark)).all()
    assert {mark.person_id for mark in marks} == {world.coordinator.id, world.chair.id}
    assert {(mark.day, mark.until) for mark in marks} == {(date(2026, 3, 3), MORNING - timedelta(seconds=120))}


def test_the_panel_hears_what_others_changed_about_a_meeting(world: World) -> None:
    wants(world.chair, world.radiologist)
    meeting = announced(world)
    case = waiting(world)
    with time.at(NOW + HOUR):
        move(meeting, by(world.coordinator), day=date(2026, 3, 10), room="Room 4")
        with unit_of_work():
            list_case(actor=by(world.coordinator), meeting=meeting, case=case)
    found = summaries()
    said = [
        "Meetings of your boards",
        "- GI eBoard, Tue 10 Mar 2026, 14:00 (America/Chicago)",
        "It has a new time.",
        "The place has changed: Room 4.",
        "The agenda has changed: 1 case now.",
        f"http://localhost:8000/meetings/{meeting.id}",
    ]
    assert {name: lines(mail) for name, mail in found.items()} == {"charles.chair": said, "rita.radiologist": said}
    assert found["charles.chair"].message["Subject"] == "What changed: Tue 3 Mar 2026"
    html = found["charles.chair"].body("html")
    assert ("The place has changed: Room 4." in html, f"/meetings/{meeting.id}" in html) == (True, True)
    assert summaries(MORNING + DAY) == {}


def test_a_meeting_is_announced_and_canceled(world: World) -> None:
    wants(world.chair)
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        hidden = make_meeting(world.board, date(2026, 3, 11), state=MeetingState.PLANNED, published_at=None)
    with time.at(NOW + HOUR), unit_of_work():
        publish_meeting(actor=by(world.coordinator), meeting=meeting)
    move(hidden, by(world.coordinator), room="Room 9")
    assert lines(summaries()["charles.chair"])[2:-1] == ["The meeting is announced."]
    with time.at(MORNING + HOUR), unit_of_work():
        cancel_meeting(actor=by(world.coordinator), meeting=meeting, reason="Snow")
    mail = summaries(MORNING + DAY)["charles.chair"]
    assert lines(mail)[2:-1] == ["The meeting is canceled."]
    assert "Snow" not in mail.message.as_string()


def test_what_was_done_before_a_meeting_was_announced_is_no_change_of_it(world: World) -> None:
    wants(world.chair)
    with unit_of_work():
        meeting = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
    with time.at(NOW + HOUR):
        move(meeting, by(world.coordinator), day=date(2026, 3, 10), room="Room 4")
        with unit_of_work():
            list_case(actor=by(world.coordinator), meeting=meeting, case=waiting(world))
    with time.at(NOW + 2 * HOUR), unit_of_work():
        publish_meeting(actor=by(world.coordinator), meeting=meeting)
    with time.at(NOW + 3 * HOUR):
        move(meeting, by(world.coordinator), room="Room 5")
    assert lines(summaries()["charles.chair"])[2:-1] == [
        "The meeting is announced.",
        "The place has changed: Room 5.",
    ]


def test_a_meeting_that_is_over_is_no_news_though_a_case_left_it(world: World) -> None:
    wants(world.chair)
    first = announced(world, day=NOW.date())
    with unit_of_work():
        second = make_meeting(world.board, date(2026, 3, 16))
    with time.at(NOW + timedelta(minutes=10)), unit_of_work():
        item = list_case(actor=by(world.coordinator), meeting=first, case=waiting(world), late_reason="It cannot wait")
        transfer(actor=by(world.coordinator), item=item, meeting=second)
    said = lines(summaries()["charles.chair"])
    assert [line for line in said if line.startswith("- ")] == ["- GI eBoard, Mon 16 Mar 2026, 14:00 (America/Chicago)"]


def test_a_note_to_the_panel_is_no_change_of_place(world: World) -> None:
    wants(world.chair)
    meeting = announced(world)
    with time.at(NOW + HOUR):
        move(meeting, by(world.coordinator), note="Bring the slides")
    assert summaries() == {}


def test_a_case_that_is_transferred_changes_two_agendas(world: World) -> None:
    wants(world.chair)
    first = announced(world)
    with unit_of_work():
        second = make_meeting(world.board, date(2026, 3, 16))
    case = waiting(world)
    with time.at(NOW + HOUR), unit_of_work():
        item = list_case(actor=by(world.coordinator), meeting=first, case=case)
    with time.at(NOW + 2 * HOUR), unit_of_work():
        transfer(actor=by(world.coordinator), item=item, meeting=second)
    said = lines(summaries()["charles.chair"])
    assert [line for line in said if "agenda" in line] == [
        "The agenda has changed: 0 cases now.",
        "The agenda has changed: 1 case now.",
    ]
    with time.at(MORNING + HOUR), unit_of_work():
        take_off(actor=by(world.coordinator), item=next(item for item in second.items))
    assert "The agenda has changed: 0 cases now." in lines(summaries(MORNING + DAY)["charles.chair"])


def test_coordinators_hear_who_answered_and_their_own_doing_is_no_news(world: World) -> None:
    wants(world.chair)
    meeting = announced(world)
    answers = ((world.radiologist, Answer.ACCEPTED), (world.chair, Answer.ACCEPTED), (world.deputy, Answer.DECLINED))
    with time.at(NOW + HOUR), unit_of_work():
        for person, answer in answers:
            answer_invitation(actor=by(person), invitation=invitation_of(meeting, person), answer=answer)
        for_somebody = invitation_of(meeting, world.pathologist)
        answer_invitation(actor=by(world.coordinator), invitation=for_somebody, answer=Answer.TENTATIVE)
    move(meeting, by(world.coordinator), room="Room 4")
    found = summaries()
    assert lines(found["cora.coordinator"])[2:-1] == [
        "Accepted: Charles Chair, Rita Radiologist",
        "Declined: Dora Deputy",
    ]
    assert "Accepted" not in text_of(found["charles.chair"])


def test_at_the_cut_off_coordinators_hear_who_is_still_unanswered(world: World) -> None:
    wants(world.chair)
    meeting = announced(world)
    change(world.board, cutoff_hours=96)  # Thursday, 14:00
    change(invitation_of(meeting, world.chair), answer=Answer.ACCEPTED)
    assert summaries(MORNING + 2 * DAY) == {}
    found = summaries(MORNING + 3 * DAY)
    assert found.keys() == {"cora.coordinator"}
    assert lines(found["cora.coordinator"])[2:-1] == [
        "The list is closed. No answer yet: Dora Deputy, Paul Pathologist, Rita Radiologist"
    ]
    assert summaries(MORNING + 6 * DAY) == {}


def test_when_everybody_has_answered_the_cut_off_is_no_news(world: World) -> None:
    meeting = announced(world)
    change(world.board, cutoff_hours=96)
    for person in (world.chair, world.deputy, world.radiologist, world.pathologist):
        change(invitation_of(meeting, person), answer=Answer.ACCEPTED)
    summaries(MORNING + 2 * DAY)
    assert summaries(MORNING + 3 * DAY) == {}


def test_staff_hear_how_many_cases_arrived_and_no_number_of_any(world: World) -> None:
    wants(world.chair, world.radiologist)
    with unit_of_work():
        other = make_board(world.hub, "LUNG")
    cases = [waiting(world, state=CaseState.DRAFT) for _n in range(4)]
    cases.append(waiting(world, state=CaseState.DRAFT, is_restricted=True))
    cases.append(waiting(world, state=CaseState.DRAFT, board_id=other.id))
    with time.at(NOW + HOUR), unit_of_work():
        for case in cases:
            move_case(actor=by(world.nurse), case=case, to=CaseState.SUBMITTED)
        move_case(actor=by(world.nurse), case=cases[0], to=CaseState.WITHDRAWN)
        move_case(actor=by(world.coordinator), case=cases[1], to=CaseState.RETURNED)
        move_case(actor=by(world.nurse), case=cases[1], to=CaseState.SUBMITTED)
    found = summaries()
    said = ["Cases that arrived", "- GI eBoard: 3 cases", "http://localhost:8000/work-list"]
    assert {name: lines(mail) for name, mail in found.items()} == {"charles.chair": said, "cora.coordinator": said}
    assert [case.number for case in cases if case.number in found["charles.chair"].message.as_string()] == []


def test_who_is_named_hears_of_a_restricted_case(world: World) -> None:
    case = waiting(world, state=CaseState.DRAFT, is_restricted=True)
    with time.at(NOW + HOUR), unit_of_work():
        db.session.add(CaseNamedPerson(case_id=case.id, person_id=world.coordinator.id))
        move_case(actor=by(world.nurse), case=case, to=CaseState.SUBMITTED)
    assert "- GI eBoard: 1 case" in lines(summaries()["cora.coordinator"])


def test_the_care_team_hears_of_its_own_cases_by_number(world: World) -> None:
    wants(world.nurse, world.physician, world.stranger, world.north_admin)
    mine = {"nominated_by_id": world.nurse.id, "referrer_id": world.stranger.id}
    meeting = announced(world)
    case = waiting(world, number="EB-2026-000001", **mine)
    returned = waiting(world, number="EB-2026-000002", state=CaseState.SUBMITTED, **mine)
    waiting(world, number="EB-2026-000003", **mine)
    secret = waiting(world, number="EB-2026-000004", is_restricted=True, **mine)
    with time.at(NOW + HOUR), unit_of_work():
        list_case(actor=by(world.coordinator), meeting=meeting, case=case)
        move_case(actor=by(world.coordinator), case=returned, to=CaseState.RETURNED)
        move_case(actor=by(world.coordinator), case=secret, to=CaseState.RETURNED)
    found = summaries()
    assert {name: lines(mail) for name, mail in found.items()} == {
        "nora.nurse": [
            "Your cases",
            "- EB-2026-000001: Scheduled, Mon 9 Mar 2026, 14:00 (America/Chicago)",
            f"http://localhost:8000/cases/{case.id}",
            "- EB-2026-000002: Returned",
            f"http://localhost:8000/cases/{returned.id}",
        ]
    }
    with time.at(MORNING + HOUR):
        move(meeting, by(world.coordinator), day=date(2026, 3, 11))
    assert lines(summaries(MORNING + DAY)["nora.nurse"])[1:-1] == [
        "- EB-2026-000001: Scheduled, Wed 11 Mar 2026, 14:00 (America/Chicago)"
    ]
    with time.at(MORNING + DAY + HOUR):
        move(meeting, by(world.coordinator), room="Room 4")
    assert summaries(MORNING + 2 * DAY) == {}


@pytest.mark.parametrize(
    ("kind", "left"),
    [
        ("case_date", ["EB-B", "EB-C", "EB-D"]),
        ("case_decision", ["EB-A", "EB-C", "EB-D"]),
        ("outcome", ["EB-A", "EB-B", "EB-D"]),
    ],
)
def test_what_somebody_does_without_is_not_in_the_summary_either(world: World, kind: str, left: list[str]) -> None:
    wants(world.nurse, **{kind: Delivery.OFF})
    meeting = announced(world)
    mine = {"nominated_by_id": world.nurse.id}
    listed = waiting(world, number="EB-A", **mine)
    decided = waiting(world, number="EB-B", state=CaseState.SUBMITTED, **mine)
    discussed = waiting(world, number="EB-C", state=CaseState.DISCUSSED, **mine)
    returned = waiting(world, number="EB-D", state=CaseState.SUBMITTED, **mine)
    with time.at(NOW + HOUR), unit_of_work():
        list_case(actor=by(world.coordinator), meeting=meeting, case=listed)
        move_case(actor=by(world.coordinator), case=decided, to=CaseState.DECLINED)
        move_case(actor=by(world.coordinator), case=discussed, to=CaseState.RECOMMENDED)
        move_case(actor=by(world.coordinator), case=returned, to=CaseState.RETURNED)
    said = lines(summaries()["nora.nurse"])
    assert [line.split(":")[0].removeprefix("- ") for line in said if line.startswith("- ")] == left


def test_who_chose_the_summary_gets_no_mail_at_once_but_the_same_news(world: World) -> None:
    wants(world.nurse, case_date=Delivery.DIGEST)
    meeting = announced(world)
    case = waiting(world, nominated_by_id=world.nurse.id)
    with time.at(NOW + HOUR), unit_of_work():
        list_case(actor=by(world.coordinator), meeting=meeting, case=case)
    with time.at(NOW + 2 * HOUR):
        assert [mail for mail in delivered() if mail.to == world.nurse.email] == []
    assert case.number in text_of(summaries()["nora.nurse"])


def test_a_date_is_told_when_its_meeting_is_announced_and_when_the_case_goes_to_another(world: World) -> None:
    wants(world.nurse, case_date=Delivery.DIGEST)
    with unit_of_work():
        first = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        second = make_meeting(world.board, date(2026, 3, 16))
    case = waiting(world, nominated_by_id=world.nurse.id)
    other = waiting(world, nominated_by_id=world.nurse.id)
    with time.at(NOW + HOUR), unit_of_work():
        item = list_case(actor=by(world.coordinator), meeting=first, case=case)
        list_case(actor=by(world.coordinator), meeting=second, case=other)
    assert f"- {case.number}: Scheduled" in lines(summaries()["nora.nurse"])
    with time.at(MORNING + HOUR), unit_of_work():
        publish_meeting(actor=by(world.coordinator), meeting=first)
    said = lines(summaries(MORNING + DAY)["nora.nurse"])
    assert said[1:-1] == [f"- {case.number}: Scheduled, Mon 9 Mar 2026, 14:00 (America/Chicago)"]
    with time.at(MORNING + DAY + HOUR), unit_of_work():
        transfer(actor=by(world.coordinator), item=item, meeting=second)
    said = lines(summaries(MORNING + 2 * DAY)["nora.nurse"])
    assert said[1:-1] == [f"- {case.number}: Scheduled, Mon 16 Mar 2026, 14:00 (America/Chicago)"]


def test_who_presents_a_case_at_one_meeting_alone_hears_of_its_date_too(world: World) -> None:
    wants(world.physician, world.deputy, case_date=Delivery.DIGEST)
    meeting = announced(world)
    case, other = waiting(world), waiting(world)
    with time.at(NOW + HOUR), unit_of_work():
        for one, presenter in ((case, world.physician), (other, world.deputy)):
            item = list_case(actor=by(world.coordinator), meeting=meeting, case=one)
            change_item(actor=by(world.coordinator), item=item, minutes=10, presenter_id=presenter.id)
    found = summaries()
    assert f"- {case.number}: Scheduled, Mon 9 Mar 2026, 14:00 (America/Chicago)" in lines(found["pablo.physician"])
    assert [mail.to for mail in found.values() if other.number in text_of(mail)] == []  # not of its care team


def test_own_moves_are_no_news(world: World) -> None:
    wants(world.nurse)
    case = waiting(world, state=CaseState.RETURNED, nominated_by_id=world.nurse.id)
    with time.at(NOW + HOUR), unit_of_work():
        move_case(actor=by(world.nurse), case=case, to=CaseState.SUBMITTED)
    assert summaries().keys() == {"cora.coordinator"}


def test_the_window_begins_where_the_last_one_ended_and_is_a_week_at_most(world: World) -> None:
    wants(world.chair)
    meeting = announced(world, day=date(2026, 4, 6))
    just_before = MORNING - timedelta(seconds=60)  # may still be taken back
    with time.at(just_before):
        move(meeting, by(world.coordinator), room="Room 4")
    assert summaries() == {}
    assert "The place has changed: Room 4." in lines(summaries(MORNING + DAY)["charles.chair"])
    with time.at(MORNING + 2 * DAY):
        move(meeting, by(world.coordinator), room="Room 5")
    assert summaries(MORNING + 10 * DAY) == {}


def test_a_person_is_told_once_a_day_whatever_runs_twice(world: World) -> None:
    wants(world.chair)
    meeting = announced(world)
    with time.at(NOW + HOUR):
        move(meeting, by(world.coordinator), room="Room 4")
    with time.at(MORNING), unit_of_work():
        send_summary(world.chair.id)
        send_summary(world.chair.id)
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key.startswith("digest:"))).all()
    assert [(row.dedupe_key, row.good_until) for row in rows] == [
        (f"digest:{world.chair.id}:2026-03-03", MORNING + timedelta(hours=20))
    ]


def test_observers_other_boards_and_other_organizations_hear_nothing(world: World) -> None:
    with unit_of_work():
        other = make_board(world.south, "LUNG")
        make_member(other, world.stranger, BoardRole.COORDINATOR)
    wants(world.observer, world.stranger, world.north_admin, world.network_admin, world.auditor, world.pathologist)
    meeting = announced(world)
    case = waiting(world, nominated_by_id=world.nurse.id)
    with time.at(NOW + HOUR):
        move(meeting, by(world.chair), day=date(2026, 3, 10))
        with unit_of_work():
            list_case(actor=by(world.chair), meeting=meeting, case=case)
    assert summaries().keys() == {"cora.coordinator", "paul.pathologist"}


def test_names_are_text_in_the_page_of_a_summary(world: World) -> None:
    meeting = announced(world)
    change(world.chair, family_name="<b>Chair</b>")
    with time.at(NOW + HOUR), unit_of_work():
        invitation = invitation_of(meeting, world.chair)
        answer_invitation(actor=by(world.chair), invitation=invitation, answer=Answer.ACCEPTED)
    html = summaries()["cora.coordinator"].body("html")
    assert ("<b>Chair" in html, "&lt;b&gt;Chair" in html) == (False, True)


def test_a_summary_costs_the_same_however_much_it_says(
    world: World, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    wants(world.chair)
    meetings = [announced(world, day=date(2026, 3, day)) for day in (9, 10, 11)]
    cases = [waiting(world, nominated_by_id=world.chair.id) for _n in range(3)]
    costs = []
    for amount, morning in ((1, MORNING), (3, MORNING + DAY)):
        with time.at(morning - HOUR):
            for meeting, case in zip(meetings[:amount], cases[:amount], strict=True):
                move(meeting, by(world.coordinator), room=f"Room {amount}")
                move_case_back_and_forth(world, case)
        with time.at(morning), unit_of_work():
            db.session.expire_all()
            costs.append(count_queries(lambda: send_summary(world.chair.id)))
    assert costs[1] <= costs[0]


def move_case_back_and_forth(world: World, case: Case) -> None:
    with unit_of_work():
        move_case(actor=by(world.nurse), case=case, to=CaseState.SUBMITTED)
        move_case(actor=by(world.coordinator), case=case, to=CaseState.ACCEPTED)
