"""Closing an account: everything it could do ends, and a successor takes over."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from eboard.access.leaving import deactivate_person, duties_of
from eboard.audit import Actor, Via
from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Guest
from eboard.people import sessions
from eboard.people.enums import AffiliationRole, CredentialKind, LinkPurpose, PersonState, Specialty
from eboard.people.models import Affiliation, Credential, Delegation, LoginSession, OneTimeLink, Person
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_case, make_item, make_meeting, save

YESTERDAY = NOW.date() - timedelta(days=1)
COMMAND = Actor(via=Via.COMMAND)


def works_at_north(world: World, person: Person) -> None:
    add(
        Affiliation(
            person_id=person.id,
            organization_id=world.north.id,
            role=AffiliationRole.PHYSICIAN,
            starts_on=YESTERDAY,
            approved_at=NOW,
        )
    )


def close(world: World, person: Person, successor: Person | None = None, *, actor: Actor | None = None) -> None:
    with unit_of_work():
        by = actor or Actor(person_id=world.network_admin.id)
        deactivate_person(actor=by, person=person, successor=successor)


def make_traces(person: Person, other: Person) -> None:
    with unit_of_work():
        sessions.start(person, address="10.0.0.9", browser="theirs")
        add(
            Subscription(
                person_id=person.id, kind=FeedKind.PERSON, target_id=person.id, name="x", token_hash=person.id.bytes
            )
        )
        add(Credential(person_id=person.id, kind=CredentialKind.PASSWORD, secret="x"))
        add(OneTimeLink(person_id=person.id, purpose=LinkPurpose.RESET_PASSWORD, expires_at=NOW + timedelta(hours=1)))
        add(Delegation(principal_id=person.id, delegate_id=other.id, starts_on=NOW.date()))
        add(Delegation(principal_id=other.id, delegate_id=person.id, starts_on=NOW.date()))


def test_everything_by_which_the_account_could_be_used_ends(world: World) -> None:
    make_traces(world.nurse, world.physician)
    make_traces(world.physician, world.chair)
    close(world, world.nurse)
    left = {
        LoginSession: LoginSession.ended_at.is_(None),
        Subscription: Subscription.revoked_at.is_(None),
        Credential: Credential.revoked_at.is_(None),
        OneTimeLink: OneTimeLink.used_at.is_(None),
    }
    for model, is_open in left.items():
        assert db.session.scalars(select(model.person_id).where(is_open)).all() == [world.physician.id]
    still = db.session.scalars(select(Delegation.principal_id).where(Delegation.revoked_at.is_(None))).all()
    assert set(still) == {world.physician.id, world.chair.id}
    assert (world.nurse.state, world.nurse.current_affiliations) == (PersonState.DEACTIVATED, [])
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "person.deactivated")).one()
    assert (entry.actor_id, entry.subject_id, entry.details) == (
        world.network_admin.id,
        world.nurse.id,
        {"successor_id": None},
    )


def test_the_successor_takes_seats_cases_and_presentations(world: World) -> None:
    with unit_of_work():
        works_at_north(world, world.radiologist)
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        listed = make_case(world.north, world.board, state=CaseState.SCHEDULED, presenter_id=world.chair.id)
        waiting = make_case(world.north, world.board, presenter_id=world.chair.id)
        signed = make_case(world.north, world.board, state=CaseState.RECOMMENDED, presenter_id=world.chair.id)
        item = make_item(planned, listed, presenter_id=world.chair.id)
        add(Guest(meeting_id=planned.id, person_id=world.chair.id))
    duties = duties_of(world.chair)
    assert ([seat.role for seat in duties.seats], list(duties.items)) == ([BoardRole.CHAIR], [item])
    assert {case.id for case in duties.cases} == {listed.id, waiting.id}
    close(world, world.chair, world.radiologist, actor=COMMAND)
    seats = db.session.scalars(select(BoardMembership).where(BoardMembership.role == BoardRole.CHAIR)).all()
    assert {(seat.person_id, seat.specialty, seat.starts_on == NOW.date(), seat.ends_on) for seat in seats} == {
        (world.chair.id, Specialty.SURGERY, False, YESTERDAY),
        (world.radiologist.id, Specialty.SURGERY, True, None),
    }
    assert db.session.get_one(AgendaItem, item.id).presenter_id == world.radiologist.id
    presenters = [db.session.get_one(Case, case.id).presenter_id for case in (listed, waiting, signed)]
    assert presenters == [world.radiologist.id, world.radiologist.id, world.chair.id]
    assert db.session.scalar(select(func.count()).select_from(Guest)) == 0
    assert duties_of(world.chair).is_empty
    edited = select(AuditEntry.subject_id, AuditEntry.details).where(AuditEntry.event == "case.edited")
    assert {entry.subject_id: entry.details for entry in db.session.execute(edited)} == {
        case.id: {"fields": ["presenter_id"]} for case in (listed, waiting)
    }


@pytest.mark.parametrize(
    ("who", "takes_seat", "takes_item", "takes_case"),
    [
        ("north_admin", False, False, True),
        ("network_admin", True, False, False),
        ("coordinator", True, True, False),
    ],
)
def test_nobody_gives_away_what_is_not_his_or_hers_to_give(
    world: World, who: str, *, takes_seat: bool, takes_item: bool, takes_case: bool
) -> None:
    successor = world.radiologist
    with unit_of_work():
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, presenter_id=world.chair.id)
        item = make_item(planned, case, presenter_id=world.chair.id)
        if takes_case:
            works_at_north(world, successor)
    close(world, world.chair, successor, actor=Actor(person_id=getattr(world, who).id))
    seats = select(BoardMembership.person_id).where(
        BoardMembership.role == BoardRole.CHAIR, BoardMembership.ends_on.is_(None)
    )
    assert db.session.scalars(seats).all() == [successor.id] * takes_seat
    assert db.session.get_one(AgendaItem, item.id).presenter_id == (successor.id if takes_item else None)
    assert db.session.get_one(Case, case.id).presenter_id == (successor.id if takes_case else None)


def test_without_a_successor_seats_stay_empty_and_the_account_is_closed_all_the_same(world: World) -> None:
    with unit_of_work():
        planned = make_meeting(world.board, state=MeetingState.PLANNED, published_at=None)
        case = make_case(world.north, world.board, state=CaseState.SCHEDULED, presenter_id=world.chair.id)
        item = make_item(planned, case, presenter_id=world.chair.id)
    close(world, world.chair)
    assert db.session.get_one(AgendaItem, item.id).presenter_id is None
    assert db.session.get_one(Case, case.id).presenter_id is None
    held = select(BoardMembership.person_id).where(BoardMembership.role == BoardRole.CHAIR)
    assert db.session.scalars(held).all() == [world.chair.id]


def test_what_is_over_or_underway_is_left_as_it_was(world: World) -> None:
    with unit_of_work():
        over = make_meeting(world.board, state=MeetingState.CONCLUDED)
        case = make_case(world.north, world.board, state=CaseState.DISCUSSED)
        item = make_item(over, case, presenter_id=world.chair.id, state=ItemState.DISCUSSED)
        add(Guest(meeting_id=over.id, person_id=world.chair.id))
    close(world, world.chair, world.radiologist)
    assert db.session.get_one(AgendaItem, item.id).presenter_id == world.chair.id
    assert db.session.scalars(select(Guest.person_id)).all() == [world.chair.id]


def test_an_observers_seat_and_one_the_successor_has_already_are_not_handed_over(world: World) -> None:
    close(world, world.observer, world.radiologist)
    close(world, world.pathologist, world.radiologist)
    with unit_of_work():
        add(
            BoardMembership(
                board_id=world.board.id,
                person_id=world.deputy.id,
                role=BoardRole.PANELIST,
                specialty=Specialty.SURGERY,
                starts_on=YESTERDAY,
                ends_on=NOW.date() + timedelta(days=9),
            )
        )
    close(world, world.deputy, world.radiologist)
    roles = select(BoardMembership.role).where(BoardMembership.person_id == world.radiologist.id)
    assert sorted(db.session.scalars(roles)) == [BoardRole.DEPUTY, BoardRole.PANELIST]


@pytest.mark.parametrize("who", ["nurse", "stranger"])
def test_a_successor_must_be_somebody_else_with_an_account(world: World, who: str) -> None:
    world.stranger.state = PersonState.DEACTIVATED
    save(world.stranger)
    with pytest.raises(DomainError) as caught:
        close(world, world.nurse, getattr(world, who))
    assert caught.value.field == "successor"


def test_an_account_is_closed_once(world: World) -> None:
    close(world, world.nurse)
    with pytest.raises(DomainError, match="closed already"):
        close(world, world.nurse)


def test_the_page_says_what_ends_and_asks_who_takes_over(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    path = f"/people/{world.chair.id}/deactivate"
    page = client.get(path).text
    assert "Chair · GI eBoard" in page
    wrong = client.post(path, data={"successor": "Nobody Known"})
    assert (wrong.status_code, "Choose a person from the list" in wrong.text) == (422, True)
    assert db.session.get_one(Person, world.chair.id).state is PersonState.ACTIVE
    answer = client.post(path, data={"successor": "x", "successor_id": str(world.radiologist.id)})
    assert (answer.status_code, answer.location) == (303, "/people/")
    assert db.session.get_one(Person, world.chair.id).state is PersonState.DEACTIVATED


def test_an_administrator_of_the_organization_closes_without_a_successor(world: World, client: Client) -> None:
    other = client.application.test_client().sign_in(world.nurse)
    client.sign_in(world.north_admin)
    assert "Nothing: no board, no case to present." in client.get(f"/people/{world.nurse.id}/deactivate").text
    assert client.post(f"/people/{world.nurse.id}/deactivate", data={"successor": ""}).status_code == 303
    assert other.get("/account/").status_code == 303
    assert client.post(f"/people/{world.north_admin.id}/deactivate").status_code == 403
