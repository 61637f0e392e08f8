"""Agreements: recorded, listed, reminded of; nothing new begins after the last one ended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.boards.actions.members import add_member
from eboard.boards.enums import BoardRole
from eboard.cases.actions.imports import import_rows
from eboard.cases.actions.lifecycle import submit_case, withdraw_case
from eboard.cases.actions.nominate import start_case
from eboard.cases.enums import CaseState
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.meetings.actions.guests import add_guest
from eboard.membership.actions import Terms, end_agreement, join_network, record_agreement
from eboard.membership.agreements import DAY, _covered_until, require_cover, require_shareable, standing_of
from eboard.membership.enums import AgreementKind, Cover
from eboard.membership.jobs import remind_of_memberships
from eboard.membership.models import Agreement
from eboard.people.actions.organizations import OrganizationFacts
from eboard.people.enums import AffiliationRole, Weekday
from eboard.people.models import Affiliation, Organization
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_case, make_meeting, make_organization, make_person, save

TODAY = NOW.date()
PAPER = {
    "kind": "data_use",
    "reference": "DUA-2026/7",
    "signed_by": "Dr Sol Signer",
    "signed_on": "2026-03-01",
    "expires_on": "2027-02-28",
}


def agree(organization: Organization, signed_on: date, expires_on: date, ended_on: date | None = None) -> Agreement:
    row = Agreement(
        organization_id=organization.id,
        kind=AgreementKind.PARTICIPATION,
        reference="P-1",
        signed_by="Sol Signer",
        signed_on=signed_on,
        expires_on=expires_on,
        ended_on=ended_on,
    )
    save(row)
    return row


def expire(organization: Organization) -> Agreement:
    return agree(organization, TODAY - timedelta(days=365), TODAY - DAY)


@pytest.mark.parametrize(
    ("days", "cover"),
    [(-1, Cover.ENDED), (0, Cover.ENDING), (90, Cover.ENDING), (91, Cover.IN_FORCE)],
)
def test_how_an_organization_stands_follows_from_the_last_day(world: World, days: int, cover: Cover) -> None:
    agree(world.north, date(2025, 1, 1), TODAY + timedelta(days=days))
    standing = standing_of(world.north)
    assert (standing.cover, standing.until) == (cover, TODAY + timedelta(days=days))
    assert [standing_of(one).cover for one in (world.south, world.hub)] == [Cover.MISSING, Cover.NOT_NEEDED]


def test_one_that_begins_later_covers_nothing_yet_and_a_renewal_that_follows_at_once_goes_on(world: World) -> None:
    agree(world.south, TODAY + DAY, TODAY + timedelta(days=400))
    assert standing_of(world.south).cover is Cover.MISSING
    agree(world.north, date(2025, 1, 1), TODAY + timedelta(days=10))
    agree(world.north, TODAY + timedelta(days=11), TODAY + timedelta(days=400))
    assert standing_of(world.north).until == TODAY + timedelta(days=400)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(-20, 20), st.integers(0, 15), st.none() | st.integers(-5, 5)), max_size=6))
def test_every_day_up_to_the_last_is_covered_and_the_day_after_is_not(
    papers: list[tuple[int, int, int | None]],
) -> None:
    rows = [
        Agreement(
            signed_on=TODAY + first * DAY,
            expires_on=TODAY + (first + length) * DAY,
            ended_on=None if ended is None else TODAY + ended * DAY,
        )
        for first, length, ended in papers
    ]
    until = _covered_until(rows, TODAY)
    covered = {day for day in range(60) if any(row.is_in_force(TODAY + day * DAY) for row in rows)}
    assert (until is None) == (0 not in covered)
    if until is not None:
        last = (until - TODAY).days
        assert (set(range(last + 1)) <= covered, last + 1 in covered) == (True, False)


def test_an_organization_joins_under_its_agreement_or_not_at_all(world: World) -> None:
    facts = OrganizationFacts(
        name="West Clinic", country="MX", zone="America/Tijuana", locale="es", weekend=(Weekday.SU,)
    )
    last = TODAY + timedelta(days=365)
    terms = Terms(
        kind=AgreementKind.DATA_USE, reference="D-1", signed_by="Sol Signer", signed_on=TODAY, expires_on=last
    )
    wrong = replace(terms, expires_on=TODAY - DAY)
    with pytest.raises(DomainError, match="The last day lies before the signature"), unit_of_work():
        join_network(actor=Actor(), code="WEST", facts=facts, terms=wrong)
    assert db.session.scalars(select(Organization.id).where(Organization.code == "WEST")).all() == []
    with unit_of_work():
        row = join_network(actor=Actor(), code="WEST", facts=facts, terms=terms)
    assert (standing_of(row).cover, standing_of(row).until) == (Cover.IN_FORCE, last)


def test_after_the_end_nothing_new_begins_and_what_is_under_way_goes_on(world: World) -> None:
    actor = Actor(person_id=world.nurse.id)
    with unit_of_work():
        draft = make_case(world.north, world.board, state=CaseState.DRAFT)
        returned = make_case(world.north, world.board, state=CaseState.RETURNED, submitted_at=NOW)
    expire(world.north)
    sentence = "The agreement of North Hospital with the network ended on Sun 1 Mar 2026. New cases wait until"
    for attempt in (
        lambda: start_case(actor=actor, organization_id=world.north.id),
        lambda: submit_case(actor=actor, case=draft),
        lambda: import_rows(actor=actor, organization=world.north, board=world.board, rows=[]),
    ):
        with pytest.raises(DomainError, match=sentence), unit_of_work():
            attempt()
    with pytest.raises(DomainError, match="Something is still missing"), unit_of_work():
        submit_case(actor=actor, case=returned)
    with unit_of_work():
        withdraw_case(actor=actor, case=returned, reason="moved away")
    assert returned.state is CaseState.WITHDRAWN
    agree(world.north, TODAY, TODAY + timedelta(days=365))
    with unit_of_work():
        assert start_case(actor=actor, organization_id=world.north.id).state is CaseState.DRAFT


def test_the_form_of_a_nomination_says_so(world: World, client: Client) -> None:
    expire(world.north)
    answer = client.sign_in(world.nurse).post(
        "/cases/new", data={"organization": str(world.north.id), "record_number": "MRN-7"}
    )
    assert (answer.status_code, "ended on Sun 1 Mar 2026" in answer.text) == (422, True)


def test_after_the_end_nobody_new_of_it_sees_cases(world: World) -> None:
    actor = Actor(person_id=world.coordinator.id)
    with unit_of_work():
        meeting = make_meeting(world.board)
    expire(world.south)
    sentence = "Sami Stranger works at South Hospital, whose agreement with the network has ended."
    with pytest.raises(DomainError, match=sentence) as caught, unit_of_work():
        add_guest(actor=actor, meeting=meeting, person=world.stranger)
    assert caught.value.field == "person"
    with pytest.raises(DomainError, match=sentence), unit_of_work():
        add_member(
            actor=actor,
            board=world.board,
            person=world.stranger,
            role=BoardRole.OBSERVER,
            specialty=None,
            starts_on=TODAY,
        )
    agree(world.south, TODAY, TODAY)
    require_shareable(world.stranger)


def test_who_works_at_a_covered_organization_too_is_not_kept_out(world: World) -> None:
    with unit_of_work():
        other = make_organization("WEST")
        db.session.flush()
        both = make_person("Bea Both", other, AffiliationRole.PHYSICIAN)
    expire(other)
    with pytest.raises(DomainError):
        require_shareable(both)
    with unit_of_work():
        add(
            Affiliation(
                person_id=both.id,
                organization_id=world.north.id,
                role=AffiliationRole.PHYSICIAN,
                starts_on=TODAY,
                approved_at=NOW,
            )
        )
    require_shareable(both)


def test_the_list_shows_first_what_to_look_at_and_counts_its_queries(
    world: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    expire(world.north)
    client.sign_in(world.network_admin)
    few = count_queries(lambda: client.get("/agreements"))
    with unit_of_work():
        west, east = make_organization("WEST"), make_organization("EAST")
        gone = make_organization("GONE", left_on=TODAY - DAY)
    agree(west, date(2025, 1, 1), TODAY + timedelta(days=400))
    agree(east, date(2025, 1, 1), TODAY + timedelta(days=20))
    expire(gone)
    page = client.get("/agreements").text
    names = ["North Hospital", "South Hospital", "East Hospital", "West Hospital", "Hub Hospital"]
    places = [page.index(f">{name}</a>") for name in names]
    assert (places, "Gone Hospital" in page) == (sorted(places), False)
    assert count_queries(lambda: client.get("/agreements")) == few


def test_the_administrator_of_the_network_records_renews_and_ends(world: World, client: Client) -> None:
    client.sign_in(world.network_admin)
    path = f"/organizations/{world.north.id}/agreements"
    assert "None recorded" in client.get(path).text
    assert client.post(path, data=PAPER).location == path
    row = db.session.scalars(select(Agreement)).one()
    assert (row.kind, row.reference, row.signed_by, row.signed_on, row.expires_on, row.recorded_by_id) == (
        AgreementKind.DATA_USE,
        "DUA-2026/7",
        "Dr Sol Signer",
        date(2026, 3, 1),
        date(2027, 2, 28),
        world.network_admin.id,
    )
    assert "signed by Dr Sol Signer on Sun 1 Mar 2026, last day Sun 28 Feb 2027 · recorded by Nadia Network" in (
        client.get(path).text
    )
    assert "until Sun 28 Feb 2027" in client.get(f"/organizations/{world.north.id}").text
    assert client.post(f"{path}/{row.id}/end").location == path
    assert standing_of(world.north).cover is Cover.MISSING
    assert "recorded by mistake" in client.get(path).text
    assert client.post(f"{path}/{row.id}/end").status_code == 422
    assert client.post(f"/organizations/{world.south.id}/agreements/{row.id}/end").status_code == 404
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == row.id)).all()
    assert [(entry.event, entry.chain_id, entry.details["last_day"]) for entry in entries] == [
        ("agreement.recorded", world.north.id, "2027-02-28"),
        ("agreement.ended", world.north.id, "2026-03-01"),
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"reference": "Mrs Jones has cancer"}, "A reference has up to 40 letters"),
        ({"reference": ""}, "Give the reference of the paper."),
        ({"signed_by": ""}, "Say who signed for the organization."),
        ({"signed_by": "x" * 101}, "longer than 100"),
        ({"signed_on": "2026-03-03"}, "This day is still to come."),
        ({"expires_on": "2026-02-28"}, "The last day lies before the signature."),
        ({"expires_on": "2077-01-01"}, "The last day lies more than 50 years ahead. Check the year."),
        ({"expires_on": "9999-12-31"}, "The last day lies more than 50 years ahead. Check the year."),
        ({"expires_on": "soon"}, "Not a valid date"),
        ({"kind": "handshake"}, "Invalid Choice"),
    ],
)
def test_wrong_terms_are_said_in_a_sentence(world: World, client: Client, wrong: dict[str, str], sentence: str) -> None:
    client.sign_in(world.network_admin)
    answer = client.post(f"/organizations/{world.north.id}/agreements", data={**PAPER, **wrong})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert db.session.scalars(select(Agreement)).all() == []


def test_one_recorded_by_mistake_cuts_nobody_off_and_one_ended_later_does(world: World) -> None:
    with unit_of_work():
        for organization in (world.north, world.south):
            end_agreement(actor=Actor(), agreement=agree(organization, TODAY, TODAY + DAY))
    agree(world.south, date(2025, 1, 1), TODAY - DAY)
    assert [standing_of(one).cover for one in (world.north, world.south)] == [Cover.MISSING, Cover.ENDED]
    require_cover(world.north)
    renewed = agree(world.north, TODAY, TODAY + timedelta(days=400))
    with time.at(NOW + DAY), unit_of_work():
        end_agreement(actor=Actor(), agreement=renewed)
    with time.at(NOW + DAY):
        assert (standing_of(world.north).cover, standing_of(world.north).until) == (Cover.ENDED, TODAY)


def test_the_hub_needs_none_also_after_a_paper_of_it_ended(world: World) -> None:
    expire(world.hub)
    assert standing_of(world.hub).cover is Cover.NOT_NEEDED
    require_cover(world.hub)


def test_the_days_are_those_of_the_organization(world: World) -> None:
    agree(world.north, date(2025, 1, 1), TODAY)
    late, later = (datetime(2026, 3, 3, hour, 30, tzinfo=UTC) for hour in (5, 6))  # 23:30 and 00:30 in Mexico City
    with time.at(late):
        require_cover(world.north)
    with time.at(later), pytest.raises(DomainError):
        require_cover(world.north)
    with time.at(datetime(2026, 3, 2, 21, 0, tzinfo=UTC)), unit_of_work():  # 01:00 of the next day in Dubai
        terms = Terms(
            kind=AgreementKind.PARTICIPATION,
            reference="P-3",
            signed_by="Sol",
            signed_on=TODAY + DAY,
            expires_on=TODAY + timedelta(days=92),
        )
        row = record_agreement(actor=Actor(), organization=world.south, terms=terms)
        assert standing_of(world.south).cover is Cover.IN_FORCE
        row.expires_on -= DAY
        db.session.flush()
        assert remind_of_memberships() == 2
        told = db.session.scalars(select(OutboxMessage.subject)).all()
        assert "The agreement of South Hospital ends on Mon 1 Jun 2026" in told
        end_agreement(actor=Actor(), agreement=row)
        assert row.ended_on == TODAY


def test_one_that_lasts_to_the_last_day_there_is_breaks_no_page(world: World, client: Client) -> None:
    agree(world.north, date(2025, 1, 1), date.max)
    assert (standing_of(world.north).cover, standing_of(world.north).until) == (Cover.IN_FORCE, date.max)
    require_cover(world.north)
    assert client.sign_in(world.network_admin).get("/agreements").status_code == 200


@pytest.mark.parametrize(("who", "status"), [("north_admin", 403), ("stranger", 403), ("coordinator", 403)])
def test_nobody_else_sees_or_changes_agreements(world: World, client: Client, who: str, status: int) -> None:
    row = expire(world.north)
    client.sign_in(getattr(world, who))
    path = f"/organizations/{world.north.id}/agreements"
    answers = [client.get("/agreements"), client.get(path), client.post(path, data=PAPER)]
    answers.append(client.post(f"{path}/{row.id}/end"))
    assert [answer.status_code for answer in answers] == [status] * 4
    assert db.session.scalars(select(Agreement.id)).all() == [row.id]


def test_administrators_are_reminded_ninety_thirty_and_seven_days_before(world: World) -> None:
    agree(world.north, date(2025, 1, 1), TODAY + timedelta(days=91))
    told = []
    for days in (0, 1, 2, 60, 61, 62, 83, 84, 85, 91, 92):
        with time.at(NOW + timedelta(days=days)):
            remind_of_memberships()
        mails = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        told += [(days, mail.recipient) for mail in mails[len(told) :]]
    readers = [world.north_admin.email, world.network_admin.email]
    assert told == [(91 - before, reader) for before in (90, 30, 7) for reader in readers]
    subjects = set(db.session.scalars(select(OutboxMessage.subject)))
    assert subjects == {"The agreement of North Hospital ends on Mon 1 Jun 2026"}


def test_a_renewal_ends_the_reminders(world: World) -> None:
    agree(world.north, date(2025, 1, 1), TODAY + timedelta(days=20))
    with unit_of_work():
        record_agreement(
            actor=Actor(person_id=world.network_admin.id),
            organization=world.north,
            terms=Terms(
                kind=AgreementKind.PARTICIPATION,
                reference="P-2",
                signed_by="Sol",
                signed_on=TODAY,
                expires_on=TODAY + timedelta(days=500),
            ),
        )
    assert remind_of_memberships() == 1
    assert db.session.scalars(select(OutboxMessage.id)).all() == []
    require_cover(world.north)
