"""What leavers left behind stands on a list until somebody takes it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from eboard.access.handover import Left, hand_over, left_behind
from eboard.access.leaving import deactivate_person, depart, duties_of
from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.enums import BoardRole
from eboard.boards.models import BoardMembership
from eboard.cases.enums import CaseState
from eboard.cases.models import Case
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.feeds.enums import FeedKind
from eboard.feeds.models import Subscription
from eboard.meetings.enums import ItemState, MeetingState
from eboard.meetings.models import AgendaItem, Meeting
from eboard.membership.enums import AgreementKind, DutyKind
from eboard.membership.models import Agreement, LeftDuty
from eboard.people.actions.affiliations import begin_role, end_role
from eboard.people.enums import AffiliationRole, CredentialKind, PersonState, Specialty
from eboard.people.models import Credential, Person
from eboard.preparation.models import Preparer
from eboard.recommendations.enums import Result
from eboard.recommendations.models import Discussion
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_case, make_item, make_meeting, make_member, make_person, save

YESTERDAY = NOW.date() - timedelta(days=1)


def by(person: Person) -> Actor:
    return Actor(person_id=person.id)


def close(world: World, person: Person, successor: Person | None = None) -> None:
    with unit_of_work():
        deactivate_person(actor=by(world.network_admin), person=person, successor=successor)


def kinds(actor: Person) -> list[DutyKind]:
    return [left.row.kind for left in left_behind(by(actor))]


def only(actor: Person, kind: DutyKind) -> Left:
    (found,) = (left for left in left_behind(by(actor)) if left.row.kind is kind)
    return found


def take(actor: Person, kind: DutyKind, successor: Person | None) -> None:
    with unit_of_work():
        hand_over(actor=by(actor), left=only(actor, kind), successor=successor)


@pytest.fixture
def scene(world: World) -> dict[str, Any]:
    """The physician of the north nominated a case and presents it; the radiologist reads it."""
    with unit_of_work():
        meeting = make_meeting(world.board)
        case = make_case(
            world.north,
            world.board,
            state=CaseState.SCHEDULED,
            presenter_id=world.physician.id,
            nominated_by_id=world.physician.id,
            referrer_id=world.nurse.id,
        )
        item = make_item(meeting, case, presenter_id=world.physician.id)
        second = make_person("Rex Reader", world.hub, AffiliationRole.PHYSICIAN)
        make_member(world.board, second, BoardRole.PANELIST, Specialty.RADIOLOGY)
        add(Preparer(item_id=item.id, specialty=Specialty.RADIOLOGY, person_id=world.radiologist.id))
    return {"meeting": meeting, "case": case, "item": item, "second": second}


def test_what_nobody_takes_over_waits_where_it_can_be_handed_over(world: World, scene: dict[str, Any]) -> None:
    duties = duties_of(world.physician)
    assert (len(duties.items), len(duties.cases), len(duties.nominated), duties.is_empty) == (1, 1, 1, False)
    assert len(duties_of(world.radiologist).preparing) == 1
    close(world, world.physician)
    close(world, world.radiologist)
    assert kinds(world.coordinator) == [DutyKind.PRESENTING, DutyKind.PREPARING, DutyKind.SEAT]
    assert kinds(world.north_admin) == [DutyKind.PRESENTER, DutyKind.NOMINATOR]
    assert kinds(world.network_admin) == [DutyKind.PRESENTER, DutyKind.NOMINATOR, DutyKind.SEAT]
    assert [kinds(one) for one in (world.stranger, world.nurse, world.pathologist)] == [[], [], []]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "duty.left")).all()
    assert sorted(entry.details["kind"] for entry in entries) == sorted(
        ["presenter", "nominator", "presenting", "preparing", "seat"]
    )


def seat_later(world: World, name: str, minutes: int = 1) -> Person:
    """A radiologist who is given a seat on the page of the board."""
    with time.at(NOW + timedelta(minutes=minutes)), unit_of_work():
        person = make_person(name, world.hub, AffiliationRole.PHYSICIAN)
        make_member(world.board, person, BoardRole.PANELIST, Specialty.RADIOLOGY)
    return person


def test_each_is_taken_by_who_is_chosen(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician)
    close(world, world.radiologist)
    case, item = db.session.get_one(Case, scene["case"].id), db.session.get_one(AgendaItem, scene["item"].id)
    assert only(world.coordinator, DutyKind.PRESENTING).proposed is world.nurse
    take(world.coordinator, DutyKind.PRESENTING, world.nurse)
    take(world.north_admin, DutyKind.PRESENTER, world.nurse)
    take(world.north_admin, DutyKind.NOMINATOR, world.nurse)
    assert (item.presenter_id, case.presenter_id, case.nominated_by_id) == (world.nurse.id,) * 3
    take(world.coordinator, DutyKind.PREPARING, scene["second"])
    assert db.session.scalars(select(Preparer.person_id)).all() == [scene["second"].id]
    take(world.coordinator, DutyKind.SEAT, None)
    assert [kinds(one) for one in (world.coordinator, world.north_admin, world.network_admin)] == [[], [], []]
    rows = db.session.scalars(select(LeftDuty)).all()
    assert {(row.kind, row.taken_by_id, row.settled_by_id) for row in rows} == {
        (DutyKind.PRESENTING, world.nurse.id, world.coordinator.id),
        (DutyKind.PRESENTER, world.nurse.id, world.north_admin.id),
        (DutyKind.NOMINATOR, world.nurse.id, world.north_admin.id),
        (DutyKind.PREPARING, scene["second"].id, world.coordinator.id),
        (DutyKind.SEAT, None, world.coordinator.id),
    }


def test_a_successor_named_at_the_closing_stands_for_the_nominations_too(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician, world.nurse)
    case = db.session.get_one(Case, scene["case"].id)
    assert (case.presenter_id, case.nominated_by_id) == (world.nurse.id, world.nurse.id)
    assert (kinds(world.north_admin), kinds(world.coordinator)) == ([], [DutyKind.PRESENTING])


def test_the_deputy_is_proposed_for_the_chair_with_the_outcomes_that_wait(world: World) -> None:
    with unit_of_work():
        over = make_meeting(world.board, day=YESTERDAY, state=MeetingState.CONCLUDED)
        case = make_case(world.north, world.board, state=CaseState.DISCUSSED)
        item = make_item(over, case, state=ItemState.DISCUSSED)
        add(Discussion(item_id=item.id, case_id=case.id, result=Result.RECOMMENDATION, recorded_at=NOW))
    assert (duties_of(world.chair).unsigned, duties_of(world.pathologist).unsigned) == (1, 0)
    close(world, world.chair)
    left = only(world.coordinator, DutyKind.SEAT)
    assert (left.proposed, left.unsigned) == (world.deputy, 1)
    take(world.coordinator, DutyKind.SEAT, world.deputy)
    chairs = select(BoardMembership.person_id, BoardMembership.specialty, BoardMembership.starts_on)
    now = db.session.execute(
        chairs.where(BoardMembership.role == BoardRole.CHAIR, BoardMembership.ends_on.is_(None))
    ).one()
    assert tuple(now) == (world.deputy.id, Specialty.SURGERY, NOW.date())


def test_a_colleague_of_the_same_specialty_is_proposed_before_others(world: World) -> None:
    with unit_of_work():
        make_person("Abe Another", world.hub, AffiliationRole.PHYSICIAN)
        fits = make_person("Zoe Zapata", world.hub, AffiliationRole.PHYSICIAN)
        make_member(world.board, fits, BoardRole.OBSERVER, Specialty.PATHOLOGY)
    close(world, world.pathologist)
    left = only(world.coordinator, DutyKind.SEAT)
    assert left.proposed is fits
    assert world.radiologist not in left.candidates  # a panelist already


def test_nobody_is_proposed_who_does_not_fit_and_physicians_alone_sit_for_a_specialty(
    world: World, scene: dict[str, Any]
) -> None:
    close(world, world.pathologist)
    left = only(world.coordinator, DutyKind.SEAT)
    assert (left.proposed, set(left.candidates)) == (None, {world.chair, world.deputy, world.observer})
    close(world, world.coordinator)
    seats = [one for one in left_behind(by(world.network_admin)) if one.row.role == BoardRole.COORDINATOR]
    assert [(one.proposed, world.chair in one.candidates) for one in seats] == [(None, True)]
    with unit_of_work():
        case = db.session.get_one(Case, scene["case"].id)
        case.referrer_id = None
    close(world, world.physician)
    assert [left.proposed for left in left_behind(by(world.north_admin))] == [None, None]


def test_each_seat_that_is_given_fills_one_that_was_left(world: World, scene: dict[str, Any]) -> None:
    with time.at(NOW + timedelta(minutes=2)):
        close(world, world.radiologist)
        close(world, scene["second"])
    seat_later(world, "Earla Early")  # before they left
    seats = [kind for kind in kinds(world.network_admin) if kind is DutyKind.SEAT]
    assert len(seats) == 2
    with time.at(NOW + timedelta(minutes=3)), unit_of_work():
        left = next(one for one in left_behind(by(world.network_admin)) if one.row.kind is DutyKind.SEAT)
        hand_over(actor=by(world.network_admin), left=left, successor=world.chair)
    assert kinds(world.network_admin) == [DutyKind.SEAT]
    seat_later(world, "Lara Late", minutes=4)
    assert kinds(world.network_admin) == []


def test_a_seat_keeps_its_last_day_and_waits_no_longer_than_it(world: World) -> None:
    last = NOW.date() + timedelta(days=9)
    seats = select(BoardMembership).where(BoardMembership.role == BoardRole.PANELIST)
    for seat in db.session.scalars(seats):
        seat.ends_on = last
        save(seat)
    close(world, world.radiologist)
    close(world, world.pathologist, world.chair)
    with time.at(NOW + timedelta(days=10)):
        assert kinds(world.network_admin) == []
    take(world.network_admin, DutyKind.SEAT, world.deputy)
    now = db.session.scalars(seats.where(BoardMembership.person_id.in_((world.chair.id, world.deputy.id)))).all()
    assert {(seat.specialty, seat.ends_on) for seat in now} == {
        (Specialty.RADIOLOGY, last),
        (Specialty.PATHOLOGY, last),
    }


def test_a_seat_that_the_board_refuses_to_the_successor_is_left_behind(world: World) -> None:
    paper = Agreement(
        organization_id=world.south.id,
        kind=AgreementKind.PARTICIPATION,
        reference="P-1",
        signed_by="Sol",
        signed_on=YESTERDAY,
        expires_on=YESTERDAY,
    )
    save(paper)
    close(world, world.chair, world.stranger)
    assert kinds(world.network_admin) == [DutyKind.SEAT]


def test_a_case_is_given_away_by_who_manages_its_organization_alone(world: World, scene: dict[str, Any]) -> None:
    with unit_of_work():
        local = make_person("Lou Local", world.south, AffiliationRole.ORGANIZATION_ADMIN)
        deactivate_person(actor=by(local), person=world.physician, successor=world.nurse)
    case = db.session.get_one(Case, scene["case"].id)
    assert (case.presenter_id, case.nominated_by_id) == (None, world.physician.id)
    assert kinds(world.north_admin) == [DutyKind.PRESENTER, DutyKind.NOMINATOR]


def test_who_waits_for_a_role_elsewhere_leaves_the_duties_behind_and_may_still_sign_in(
    world: World, scene: dict[str, Any]
) -> None:
    with unit_of_work():
        begin_role(
            actor=by(world.network_admin),
            person=world.physician,
            organization=world.south,
            role=AffiliationRole.PHYSICIAN,
        )
        end_role(actor=by(world.north_admin), affiliation=world.physician.affiliations[0])
        assert depart(actor=by(world.north_admin), person=world.physician) is True
    assert world.physician.state is PersonState.ACTIVE
    assert kinds(world.north_admin) == [DutyKind.PRESENTER, DutyKind.NOMINATOR]


def test_who_never_came_leaves_nothing_behind(world: World) -> None:
    with unit_of_work():
        invited = make_person("Ina Invited", world.north, state=PersonState.INVITED)
        assert depart(actor=by(world.north_admin), person=invited) is False


def test_what_another_process_settled_is_not_settled_again(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician)
    left = only(world.north_admin, DutyKind.NOMINATOR)
    with unit_of_work() as session:
        session.execute(
            update(LeftDuty).where(LeftDuty.id == left.row.id).values(settled_at=NOW),
            execution_options={"synchronize_session": False},
        )
    assert left.row.settled_at is None
    with pytest.raises(DomainError, match="settled this meanwhile"), unit_of_work():
        hand_over(actor=by(world.north_admin), left=left, successor=None)


@pytest.mark.parametrize("kind", [DutyKind.PRESENTING, DutyKind.PRESENTER, DutyKind.NOMINATOR, DutyKind.PREPARING])
def test_what_is_over_waits_no_more(world: World, scene: dict[str, Any], kind: DutyKind) -> None:
    close(world, world.physician)
    close(world, world.radiologist)
    meeting, case = db.session.get_one(Meeting, scene["meeting"].id), db.session.get_one(Case, scene["case"].id)
    meeting.state, case.state = MeetingState.CONCLUDED, CaseState.RECOMMENDED
    save(meeting, case)
    assert kind not in {*kinds(world.coordinator), *kinds(world.north_admin)}


def test_a_gap_that_was_filled_on_another_page_waits_no_more(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician)
    close(world, world.radiologist)
    case, item = db.session.get_one(Case, scene["case"].id), db.session.get_one(AgendaItem, scene["item"].id)
    case.presenter_id = item.presenter_id = case.nominated_by_id = world.nurse.id
    reader = db.session.scalars(select(Preparer)).one()
    reader.person_id = scene["second"].id
    save(case, item, reader)
    seat_later(world, "Rika Radiologist")
    assert (kinds(world.coordinator), kinds(world.north_admin)) == ([], [])


def test_the_last_role_that_ends_ends_feeds_and_leaves_duties_but_not_the_way_back(
    world: World, scene: dict[str, Any]
) -> None:
    with unit_of_work():
        add(Credential(person_id=world.physician.id, kind=CredentialKind.PASSWORD, secret="x"))
        add(
            Subscription(
                person_id=world.physician.id,
                kind=FeedKind.PERSON,
                target_id=world.physician.id,
                name="x",
                token_hash=b"x",
            )
        )
    with unit_of_work():
        assert depart(actor=by(world.north_admin), person=world.physician) is False
        end_role(actor=by(world.north_admin), affiliation=world.physician.affiliations[0])
        assert depart(actor=by(world.north_admin), person=world.physician) is True
    assert world.physician.state is PersonState.SUSPENDED
    assert db.session.scalars(select(Subscription.revoked_at)).one() == NOW
    assert db.session.scalars(select(Credential.revoked_at)).one() is None
    assert kinds(world.north_admin) == [DutyKind.PRESENTER, DutyKind.NOMINATOR]


def test_nobody_is_chosen_who_was_not_offered_and_nothing_is_settled_twice(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician)
    left = only(world.north_admin, DutyKind.NOMINATOR)
    with pytest.raises(DomainError, match="Choose somebody of the list") as caught, unit_of_work():
        hand_over(actor=by(world.north_admin), left=left, successor=world.stranger)
    assert caught.value.field == "successor"
    with unit_of_work():
        hand_over(actor=by(world.north_admin), left=left, successor=None)
    with pytest.raises(DomainError, match="settled this meanwhile"), unit_of_work():
        hand_over(actor=by(world.north_admin), left=left, successor=None)


def test_a_stranger_of_the_organization_stands_for_no_case(world: World, scene: dict[str, Any]) -> None:
    close(world, world.physician)
    left = only(world.north_admin, DutyKind.NOMINATOR)
    with unit_of_work():
        end_role(actor=by(world.north_admin), affiliation=world.nurse.affiliations[0])
    with pytest.raises(DomainError, match="does not work in the nominating organization"), unit_of_work():
        hand_over(actor=by(world.north_admin), left=left, successor=world.nurse)


def test_one_page_hands_many_over_and_keeps_what_is_refused(
    world: World, scene: dict[str, Any], client: Client
) -> None:
    close(world, world.physician)
    close(world, world.radiologist)
    lefts = {left.row.kind: left.row.id for left in left_behind(by(world.coordinator))}
    client.sign_in(world.coordinator)
    page = client.get("/left-behind/").text
    assert page.count(f'<option selected value="{world.nurse.id}">') == 1
    data = {
        f"{lefts[DutyKind.PRESENTING]}-successor": str(world.nurse.id),
        f"{lefts[DutyKind.SEAT]}-successor": "nobody",
        f"{lefts[DutyKind.PREPARING]}-successor": str(world.chair.id),  # no radiologist
    }
    answer = client.post("/left-behind/", data=data)
    assert (answer.status_code, "Choose somebody of this specialty" in answer.text) == (422, True)
    assert kinds(world.coordinator) == [DutyKind.PREPARING]
    forged = client.post("/left-behind/", data={f"{lefts[DutyKind.PREPARING]}-successor": "x"})
    assert (forged.status_code, "Not a valid choice" in forged.text) == (422, True)
    assert client.post("/left-behind/", data={}).status_code == 303
    assert kinds(world.coordinator) == [DutyKind.PREPARING]


@pytest.mark.parametrize("who", ["stranger", "nurse", "radiologist"])
def test_others_see_an_empty_list_and_change_nothing(
    world: World, scene: dict[str, Any], client: Client, who: str
) -> None:
    close(world, world.physician)
    left = only(world.coordinator, DutyKind.PRESENTING)
    client.sign_in(getattr(world, who))
    assert "Nothing is left behind" in client.get("/left-behind/").text
    client.post("/left-behind/", data={f"{left.row.id}-successor": "nobody"})
    assert db.session.scalars(select(LeftDuty.settled_at).where(LeftDuty.id == left.row.id)).one() is None


def test_ending_the_last_role_on_the_page_says_that_something_waits(
    world: World, scene: dict[str, Any], client: Client
) -> None:
    client.sign_in(world.north_admin)
    answer = client.post(f"/people/roles/{world.physician.affiliations[0].id}/end", follow_redirects=True)
    assert "What waits for somebody stands under “Left behind”." in answer.text


def test_what_somebody_else_left_is_not_said_of_who_leaves_nothing(
    world: World, scene: dict[str, Any], client: Client
) -> None:
    close(world, world.physician)
    client.sign_in(world.north_admin)
    answer = client.post(f"/people/roles/{world.nurse.affiliations[0].id}/end", follow_redirects=True)
    assert ("The role has ended." in answer.text, "Left behind”" in answer.text) == (True, False)


def test_the_list_needs_as_many_queries_for_many_as_for_few(
    world: World, scene: dict[str, Any], client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    close(world, world.physician)
    client.sign_in(world.network_admin)
    few = count_queries(lambda: client.get("/left-behind/"))
    with unit_of_work():
        for name in ("One", "Two", "Three"):
            person = make_person(f"{name} Other", world.south, AffiliationRole.PHYSICIAN)
            make_case(world.south, world.board, nominated_by_id=person.id, presenter_id=person.id)
    for person in db.session.scalars(select(Person).where(Person.family_name == "Other")):
        close(world, person)
    assert len(kinds(world.network_admin)) == 8
    assert count_queries(lambda: client.get("/left-behind/")) == few
