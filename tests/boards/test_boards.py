"""Boards: who may change one, who sits on it, and what its forms refuse."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from eboard.audit import Actor
from eboard.boards.actions.boards import BoardFacts, change_board
from eboard.boards.actions.members import add_member
from eboard.boards.enums import BoardRole
from eboard.boards.models import Board, BoardMembership, Holiday
from eboard.conferences.enums import AgreementKind, ProviderKind
from eboard.conferences.models import ConferenceProvider
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.ids import new_id
from eboard.people.enums import Specialty
from tests.client import Client
from tests.world import World, make_member

TODAY = date(2026, 3, 2)


def form_of(world: World, **changed: Any) -> dict[str, Any]:
    return {
        "name": "Colon eBoard",
        "tumor_sites": ["colorectal", "upper_gi"],
        "zone": "America/Chicago",
        "usual_minutes": "45",
        "cutoff_hours": "24",
        "room": "Room 4",
        "rule_pack_id": str(world.board.rule_pack_id),
        "conference_provider_id": str(world.provider.id),
        "fallback_provider_id": "",
        "version": str(world.board.row_version),
        **changed,
    }


def test_a_board_is_changed_by_its_staff(world: World, client: Client) -> None:
    address = f"/boards/{world.board.id}/edit"
    client.sign_in(world.coordinator)
    assert client.get(address).status_code == 200
    assert client.post(address, data=form_of(world)).status_code == 302
    db.session.expire_all()
    board = db.session.get_one(Board, world.board.id)
    assert (board.name, board.usual_minutes, board.tumor_sites) == ("Colon eBoard", 45, ["colorectal", "upper_gi"])
    assert "Colon eBoard" in client.get("/boards").text


def test_the_second_of_two_savers_of_a_board_is_told_and_loses_nothing(world: World, client: Client) -> None:
    address = f"/boards/{world.board.id}/edit"
    client.sign_in(world.coordinator)
    typed = form_of(world)
    assert client.post(address, data=typed).status_code == 302
    late = client.post(address, data={**typed, "name": "The other name"})
    assert late.status_code == 409
    assert 'value="The other name"' in late.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"zone": "Mars/Olympus"}, "is not a time zone"),
        ({"usual_minutes": "0"}, "A meeting lasts between 1 and 480 minutes."),
        ({"cutoff_hours": "999"}, "The list closes between 0 and 336 hours before."),
        ({"conference_provider_id": "x"}, "Not a valid choice"),
        ({"reminder_hours": "0"}, "A reminder comes between 1 and 168 hours before."),
        ({"reminder_hours": "169"}, "A reminder comes between 1 and 168 hours before."),
        ({"reminder_hours": "soon"}, "Not a valid integer value."),
        ({"ask_days": "31"}, "Ask between 1 and 30 days before."),
        ({"ask_days": "5", "ask_again_days": "0"}, "Ask between 1 and 30 days before."),
        ({"ask_days": "5", "ask_again_days": "5"}, "The second time comes later than the first: fewer days before."),
        ({"forecast_days": "7, 31"}, "Warn at most 5 times, between 1 and 30 days before."),
        ({"forecast_days": "0"}, "Warn at most 5 times, between 1 and 30 days before."),
        ({"forecast_days": "1 2 3 4 5 6"}, "Warn at most 5 times, between 1 and 30 days before."),
        ({"forecast_days": "7; 2"}, "Enter the days as numbers with commas between them, for example 7, 2."),
        ({"ask_days": "", "ask_again_days": "2"}, "The second time comes later than the first: fewer days before."),
    ],
)
def test_a_board_that_cannot_be_is_refused(world: World, client: Client, wrong: dict[str, str], sentence: str) -> None:
    client.sign_in(world.coordinator)
    page = client.post(f"/boards/{world.board.id}/edit", data=form_of(world, **wrong))
    assert page.status_code == 422
    assert sentence in page.text


def test_a_board_says_when_its_people_are_reminded_and_asked(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    address = f"/boards/{world.board.id}/edit"
    hours = {"reminder_hours": "48", "ask_days": "7", "ask_again_days": "3", "forecast_days": "2, 10,2"}
    assert client.post(address, data=form_of(world, **hours)).status_code == 302
    board = db.session.get_one(Board, world.board.id)
    assert (board.reminder_hours, board.ask_days, board.ask_again_days) == (48, 7, 3)
    assert board.forecast_days == [10, 2]
    assert 'value="10, 2"' in client.get(address).text
    page = client.get(f"/boards/{world.board.id}").text
    assert ("48 hours before" in page, "7 · 3 days before" in page, "10 · 2 days before" in page) == (True, True, True)
    none = {
        "reminder_hours": "",
        "ask_days": "",
        "ask_again_days": "",
        "forecast_days": "",
        "version": str(board.row_version),
    }
    assert client.post(address, data=form_of(world, **none)).status_code == 302
    board = db.session.get_one(Board, world.board.id)
    assert (board.reminder_hours, board.ask_days, board.ask_again_days) == (None, None, None)
    assert board.forecast_days == []
    page = client.get(f"/boards/{world.board.id}").text
    assert ("48 hours before" in page, "days before" in page, "never" in page) == (False, False, True)


@pytest.mark.parametrize(
    ("wrong", "field"), [({"zone": "Mars/Olympus"}, "zone"), ({"rule_pack_id": new_id()}, "rule_pack_id")]
)
def test_the_action_refuses_what_no_form_lets_through(world: World, wrong: dict[str, Any], field: str) -> None:
    facts = BoardFacts(
        name="GI",
        tumor_sites=[],
        zone="America/Chicago",
        usual_minutes=60,
        cutoff_hours=24,
        room="",
        rule_pack_id=world.board.rule_pack_id,
        conference_provider_id=None,
    )
    with pytest.raises(DomainError) as caught, unit_of_work():
        change_board(
            actor=Actor(person_id=world.coordinator.id),
            board=world.board,
            facts=replace(facts, **wrong),
            version=world.board.row_version,
        )
    assert caught.value.field == field


def test_the_network_administrator_makes_a_board(world: World, client: Client) -> None:
    typed = form_of(world, code="LUNG-2", organization_id=str(world.hub.id), conference_provider_id="")
    assert client.sign_in(world.coordinator).post("/boards/new", data=typed).status_code == 403
    client.sign_in(world.network_admin)
    assert client.get("/boards/new").status_code == 200
    assert client.post("/boards/new", data=typed).status_code == 302
    assert db.session.scalars(select(Board.organization_id).where(Board.code == "LUNG-2")).one() == world.hub.id
    again = client.post("/boards/new", data=typed)
    assert again.status_code == 422
    assert "There is a board with the code LUNG-2 already." in again.text


def test_a_seat_is_given_and_ended(world: World, client: Client) -> None:
    client.sign_in(world.coordinator)
    address = f"/boards/{world.board.id}/members"
    assert client.get(f"{address}/new").status_code == 200
    typed = {"person": world.physician.email, "role": "panelist", "starts_on": "2026-03-02"}
    without = client.post(f"{address}/new", data=typed)
    assert without.status_code == 422
    assert "Choose the specialty this person sits for." in without.text
    typed["specialty"] = "pathology"
    assert client.post(f"{address}/new", data=typed).status_code == 302
    twice = client.post(f"{address}/new", data={**typed, "ends_on": "2026-12-31"})
    assert "Pablo Physician has this role already." in twice.text
    nobody = client.post(f"{address}/new", data={**typed, "person": "nobody-of-that-name"})
    assert "Choose a person from the list that appears as you type." in nobody.text
    seat = db.session.scalars(select(BoardMembership).where(BoardMembership.person_id == world.physician.id)).one()
    assert [own.specialty for own in world.physician.specialties] == [Specialty.PATHOLOGY]
    assert client.post(f"{address}/{seat.id}/end").status_code == 302
    db.session.expire_all()
    assert seat.ends_on == date(2026, 3, 1)
    assert "Pablo Physician" not in client.get(f"/boards/{world.board.id}").text
    assert client.post(f"{address}/{world.hub.id}/end").status_code == 404
    assert client.sign_in(world.stranger).post(f"{address}/{seat.id}/end").status_code == 404


def test_a_person_may_come_back_and_hold_two_roles(world: World) -> None:
    actor = Actor(person_id=world.coordinator.id)
    with unit_of_work():
        seat = make_member(world.board, world.nurse, BoardRole.COORDINATOR)
        seat.ends_on = date(2026, 2, 1)
    with unit_of_work():
        add_member(
            actor=actor,
            board=world.board,
            person=world.nurse,
            role=BoardRole.COORDINATOR,
            specialty=None,
            starts_on=TODAY,
            ends_on=date(2026, 12, 31),
        )
    with pytest.raises(DomainError) as caught, unit_of_work():
        add_member(
            actor=actor,
            board=world.board,
            person=world.nurse,
            role=BoardRole.OBSERVER,
            specialty=None,
            starts_on=TODAY,
            ends_on=date(2026, 3, 1),
        )
    assert caught.value.field == "ends_on"


def test_the_administrator_of_an_organization_keeps_its_holidays(world: World, client: Client) -> None:
    address = f"/organizations/{world.north.id}/holidays"
    typed = {"day": "2026-12-24", "name": "Christmas Eve"}
    assert client.sign_in(world.stranger).post(address, data=typed).status_code == 404
    client.sign_in(world.north_admin)
    assert client.post(address, data=typed).status_code == 302
    twice = client.post(address, data=typed)
    assert twice.status_code == 422
    assert "This day is a holiday already." in twice.text
    assert "Enter the name of the day." in client.post(address, data={**typed, "name": "   "}).text
    assert "Christmas Eve" in client.sign_in(world.stranger).get(address).text
    holiday = db.session.scalars(select(Holiday)).one()
    client.sign_in(world.north_admin)
    elsewhere = f"/organizations/{world.south.id}/holidays/{holiday.id}/remove"
    assert client.post(elsewhere).status_code == 404
    assert client.post(f"{address}/{holiday.id}/remove").status_code == 302
    assert client.post(f"{address}/{holiday.id}/remove").status_code == 404
    assert db.session.scalars(select(Holiday)).all() == []


def test_a_service_without_an_agreement_is_not_chosen_for_a_board(world: World, client: Client) -> None:
    with unit_of_work():
        ended = ConferenceProvider(
            organization_id=world.hub.id,
            kind=ProviderKind.FIXED,
            name="Old room",
            url="https://old.example.org",
            agreement_kind=AgreementKind.DATA_PROCESSING,
            agreement_signed_on=date(2020, 1, 1),
            agreement_expires_on=date(2020, 12, 31),
        )
        db.session.add(ended)
    address = f"/boards/{world.board.id}/edit"
    client.sign_in(world.coordinator)
    assert "Old room (no agreement in force)" in client.get(address).text
    sentence = "The agreement with Old room ended on Thu 31 Dec 2020."
    for field in ("conference_provider_id", "fallback_provider_id"):
        response = client.post(address, data=form_of(world, **{field: str(ended.id)}))
        assert (response.status_code, sentence in response.text) == (422, True)
    same = client.post(address, data=form_of(world, fallback_provider_id=str(world.provider.id)))
    assert (same.status_code, "Choose another service than the usual one." in same.text) == (422, True)
    save_in_use = form_of(world, conference_provider_id=str(ended.id))
    with unit_of_work():
        world.board.conference_provider_id = ended.id
    kept = client.post(address, data={**save_in_use, "version": str(world.board.row_version)})
    assert kept.status_code == 302
    for person, is_warned in ((world.coordinator, True), (world.radiologist, False)):
        assert (sentence in client.sign_in(person).get(f"/boards/{world.board.id}").text) == is_warned


def test_a_board_has_a_fallback_and_may_show_the_services_link(world: World, client: Client) -> None:
    with unit_of_work():
        other = ConferenceProvider(
            organization_id=world.hub.id, kind=ProviderKind.FIXED, name="Other", url="https://other.example.org"
        )
        db.session.add(other)
    client.sign_in(world.coordinator)
    data = form_of(world, fallback_provider_id=str(other.id), shows_provider_link="y")
    assert client.post(f"/boards/{world.board.id}/edit", data=data).status_code == 302
    db.session.expire_all()
    assert (world.board.fallback_provider_id, world.board.shows_provider_link) == (other.id, True)
