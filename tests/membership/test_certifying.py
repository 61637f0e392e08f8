"""Re-certification: asked each quarter, decided in bulk, suspended when nobody answers, but for the last one."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.mail.models import OutboxMessage
from eboard.membership.actions import certify, open_round, suspend
from eboard.membership.certifying import counts, quarter_of, to_open, waiting_people
from eboard.membership.enums import Decision
from eboard.membership.jobs import open_rounds, remind_of_rounds, suspend_uncertified
from eboard.membership.models import Certification, CertificationRound
from eboard.people import sessions
from eboard.people.actions.affiliations import approve, begin_role, end_role
from eboard.people.actions.passwords import set_password
from eboard.people.actions.signin import Origin
from eboard.people.enums import AffiliationRole, CredentialKind, PersonState
from eboard.people.models import Affiliation, Credential, LoginSession, Organization, Person
from eboard.retention.actions.terms import set_term
from eboard.retention.enums import RecordClass
from eboard.signin.actions.entering import Waiting, sign_in
from tests.client import Client
from tests.conftest import NOW
from tests.world import World, add, make_person, save

TODAY = NOW.date()
DAY = timedelta(days=1)
DUE, LAST = 30, 61  # days after a round opened: the day it is due, the first day on which access is suspended
PASSPHRASE = "a long enough passphrase"


@pytest.fixture
def asked(world: World) -> World:
    """A world in which the round of this quarter was opened, after everybody was approved."""
    with time.at(NOW + timedelta(minutes=1)):
        assert open_rounds() == 3
    return world


def names(organization: Organization) -> list[str]:
    return [person.name for person in db.session.scalars(waiting_people(organization.id))]


def decide(world: World, person: Person, decision: Decision = Decision.KEEP, by: str = "network_admin") -> None:
    with time.at(NOW + timedelta(days=2)), unit_of_work():
        actor = Actor(person_id=getattr(world, by).id)
        certify(actor=actor, organization=world.north, person=person, decision=decision)


def shown(*people: Person, **typed: str) -> dict[str, object]:
    """What a page with a line for each of these people sends."""
    return {"shown": [str(person.id) for person in people], **typed}


def let_it_pass(days: int) -> int:
    with time.at(NOW + timedelta(days=days, minutes=1)):
        return suspend_uncertified()


@pytest.mark.parametrize(
    ("day", "first"), [("2026-03-31", "2026-01-01"), ("2026-04-01", "2026-04-01"), ("2026-12-31", "2026-10-01")]
)
def test_quarters_begin_in_january_april_july_and_october(day: str, first: str) -> None:
    assert str(quarter_of(type(TODAY).fromisoformat(day))) == first


def test_a_round_opens_once_a_quarter_and_asks_for_who_was_there(asked: World) -> None:
    assert names(asked.north) == ["Ana Admin", "Nora Nurse", "Pablo Physician"]
    with time.at(NOW + DAY):
        assert open_rounds() == 0
        with unit_of_work():
            make_person("Nell New", asked.north, AffiliationRole.CARE_TEAM)
        assert names(asked.north) == ["Ana Admin", "Nora Nurse", "Pablo Physician"]
    with time.at(NOW + timedelta(days=31)):
        assert open_rounds() == 3
        assert names(asked.north) == ["Ana Admin", "Nell New", "Nora Nurse", "Pablo Physician"]
        assert {one.due_on for one in counts(select(Organization))} == {TODAY + DUE * DAY}
    rounds = select(func.count()).select_from(CertificationRound)
    assert db.session.scalar(rounds) == 6
    events = select(AuditEntry.chain_id).where(AuditEntry.event == "certification.opened")
    assert set(db.session.scalars(events)) == {asked.hub.id, asked.north.id, asked.south.id}


def test_an_organization_that_left_or_has_nobody_is_not_asked(world: World) -> None:
    world.south.left_on = TODAY - DAY
    save(world.south)
    for person in (world.nurse, world.physician, world.north_admin):
        with unit_of_work():
            end_role(actor=Actor(), affiliation=person.affiliations[0])
    assert to_open(TODAY) == [world.hub.id]


def test_the_page_says_what_one_has_to_know(asked: World, client: Client, app: Flask) -> None:
    with time.at(NOW + DAY):
        with unit_of_work():
            sessions.start(asked.nurse, address="10.0.0.9", browser="theirs")
            add(Credential(person_id=asked.nurse.id, kind=CredentialKind.TOTP, secret="x"))
            add(Credential(person_id=asked.physician.id, kind=CredentialKind.PASSKEY, secret="x", revoked_at=NOW))
            set_term(actor=Actor(person_id=asked.network_admin.id), kind=RecordClass.SIGN_INS, days=45)
        page = client.sign_in(asked.north_admin).get(f"/certifications/{asked.north.id}").text
    rows = [" ".join(part.split()) for part in page.split("<tr>")[2:]]
    seen = {
        name: (
            "Tue 3 Mar 2026" in row,
            "none in 45 days" in row,
            "Care team" in row,
            ">yes<" in row,
            'type="radio"' in row,
        )
        for name, row in zip(("Ana", "Nora", "Pablo"), rows, strict=True)
    }
    assert seen == {
        "Ana": (True, False, False, False, False),
        "Nora": (True, False, True, True, True),
        "Pablo": (False, True, False, False, True),
    }
    assert "Somebody else certifies this access." in rows[0]


def test_many_are_decided_on_one_page(asked: World, client: Client) -> None:
    path = f"/certifications/{asked.north.id}"
    with time.at(NOW + DAY):
        client.sign_in(asked.north_admin)
        data = shown(asked.nurse, asked.physician, asked.north_admin)
        data |= {f"{asked.nurse.id}-decision": "keep", f"{asked.physician.id}-decision": "end"}
        answer = client.post(path, data={**data, f"{asked.north_admin.id}-decision": "keep"})
        assert (answer.status_code, answer.location) == (303, path)
        assert names(asked.north) == ["Ana Admin"]
        client.sign_in(asked.network_admin).post(path, data=shown(asked.north_admin, rest="keep"))
        assert names(asked.north) == []
        assert (asked.physician.state, asked.physician.current_affiliations) == (PersonState.SUSPENDED, [])
    made = db.session.scalars(select(Certification).order_by(Certification.id)).all()
    assert {(row.person_id, row.decision, row.decided_by_id) for row in made} == {
        (asked.nurse.id, Decision.KEEP, asked.north_admin.id),
        (asked.physician.id, Decision.END, asked.north_admin.id),
        (asked.north_admin.id, Decision.KEEP, asked.network_admin.id),
    }
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "certification.decided")).all()
    assert {(entry.subject_id, entry.details["decision"], entry.chain_id) for entry in entries} == {
        (row.person_id, row.decision.value, asked.north.id) for row in made
    }


def test_who_was_not_on_the_page_is_not_kept_with_those_left_open(asked: World, client: Client) -> None:
    with time.at(NOW + DAY):
        page = client.sign_in(asked.north_admin).get(f"/certifications/{asked.north.id}").text
        sent = re.findall(r'name="shown" value="([^"]+)"', page)
        assert set(sent) == {str(asked.nurse.id), str(asked.physician.id)}
        with time.at(NOW - DAY), unit_of_work():
            make_person("Adam Added", asked.north, AffiliationRole.CARE_TEAM)
        client.post(f"/certifications/{asked.north.id}", data={"shown": sent, "rest": "keep"})
        assert names(asked.north) == ["Adam Added", "Ana Admin"]


def test_what_is_left_open_or_rubbish_says_nothing(asked: World, client: Client) -> None:
    with time.at(NOW + DAY):
        client.sign_in(asked.north_admin)
        data = {f"{asked.nurse.id}-decision": "perhaps", f"{asked.stranger.id}-decision": "end", "rest": "end"}
        data |= {"shown": [str(asked.nurse.id), str(asked.stranger.id), "rubbish"]}
        assert client.post(f"/certifications/{asked.north.id}", data=data).status_code == 303
    assert db.session.scalars(select(Certification.id)).all() == []
    assert asked.stranger.state is PersonState.ACTIVE


def test_nobody_certifies_the_own_access_also_not_through_a_delegate(asked: World) -> None:
    with pytest.raises(DomainError, match="Somebody else has to certify your own access"):
        decide(asked, asked.north_admin, by="north_admin")
    with pytest.raises(DomainError, match="Somebody else"), unit_of_work():
        certify(
            actor=Actor(person_id=asked.nurse.id, on_behalf_of_id=asked.north_admin.id),
            organization=asked.north,
            person=asked.north_admin,
            decision=Decision.KEEP,
        )
    with pytest.raises(DomainError, match="Sami Stranger has no role at North Hospital"):
        decide(asked, asked.stranger)


def test_roles_of_the_network_are_certified_by_its_administrators_alone(asked: World, client: Client) -> None:
    with time.at(NOW + DAY), unit_of_work():
        local = make_person("Lou Local", asked.hub, AffiliationRole.ORGANIZATION_ADMIN)
    path = f"/certifications/{asked.hub.id}"
    with time.at(NOW + DAY):
        everybody = db.session.scalars(waiting_people(asked.hub.id)).all()
        data = shown(*everybody, rest="keep")
        client.sign_in(local).post(path, data={**data, f"{asked.auditor.id}-decision": "end"})
        assert names(asked.hub) == ["Aldo Auditor", "Nadia Network"]
        client.sign_in(asked.network_admin).post(path, data=data)
        assert names(asked.hub) == ["Nadia Network"]


@pytest.mark.parametrize(("who", "status"), [("stranger", 403), ("coordinator", 403), ("nurse", 403)])
def test_nobody_else_sees_or_decides(asked: World, client: Client, who: str, status: int) -> None:
    client.sign_in(getattr(asked, who))
    data = {f"{asked.physician.id}-decision": "end"}
    path = f"/certifications/{asked.north.id}"
    assert client.get("/certifications/").status_code == status
    refused = {client.get(path).status_code, client.post(path, data=data).status_code}
    assert refused <= {403, 404}
    assert asked.physician.state is PersonState.ACTIVE


def test_another_organizations_administrator_sees_only_the_own_people(asked: World, client: Client) -> None:
    with unit_of_work():
        local = make_person("Lou Local", asked.south, AffiliationRole.ORGANIZATION_ADMIN)
    page = client.sign_in(local).get("/certifications/").text
    assert ("South Hospital</a>" in page, "North Hospital" in page) == (True, False)
    assert client.get(f"/certifications/{asked.north.id}").status_code == 404
    page = client.sign_in(asked.network_admin).get("/certifications/").text
    assert [f"{name} Hospital</a>" in page for name in ("Hub", "North", "South")] == [True] * 3


def test_the_overdue_stand_first_and_say_so(asked: World, client: Client) -> None:
    with time.at(NOW + timedelta(days=DUE + 1)):
        page = client.sign_in(asked.network_admin).get("/certifications/").text
        assert (page.count(">overdue<"), page.count(">on time<")) == (3, 0)
        page = client.get(f"/certifications/{asked.north.id}").text
        assert "It was due on Wed 1 Apr 2026. Who is not certified by Fri 1 May 2026 cannot sign in" in page


def test_pages_need_as_many_queries_for_three_people_as_for_many(
    asked: World, client: Client, count_queries: Callable[[Callable[[], object]], int]
) -> None:
    client.sign_in(asked.network_admin)
    with unit_of_work():
        end_role(actor=Actor(), affiliation=asked.nurse.affiliations[0])
    path = f"/certifications/{asked.north.id}"
    pages = ("/certifications/", path)
    few = [count_queries(lambda page=page: client.get(page)) for page in pages]  # type: ignore[misc]
    with time.at(NOW - DAY), unit_of_work():
        for name in ("One", "Two", "Three"):
            make_person(f"{name} More", asked.north, AffiliationRole.CARE_TEAM)
    assert len(names(asked.north)) == 5
    assert [count_queries(lambda page=page: client.get(page)) for page in pages] == few  # type: ignore[misc]


def test_administrators_are_told_four_times(asked: World) -> None:
    told: list[tuple[int, str]] = []
    for day in (0, 1, DUE - 8, DUE - 7, DUE, DUE + 1, DUE + 22, DUE + 23, LAST):
        with time.at(NOW + timedelta(days=day, minutes=2)):
            remind_of_rounds()
        mails = db.session.scalars(
            select(OutboxMessage).where(OutboxMessage.person_id == asked.north_admin.id).order_by(OutboxMessage.id)
        ).all()
        told += [(day, mail.subject) for mail in mails[len(told) :]]
    subject = "North Hospital: certify who still works there by Wed 1 Apr 2026"
    assert told == [(day, subject) for day in (0, DUE - 7, DUE + 1, DUE + 23)]


def told(day: int, organization: Organization) -> list[tuple[str, int]]:
    """Who is mailed on a day about an organization, and how many people wait there for him or her."""
    before = set(db.session.scalars(select(OutboxMessage.id)))
    with time.at(NOW + timedelta(days=day, minutes=2)):
        remind_of_rounds()
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.id.not_in(before)))
    told = [mail for mail in mails if mail.subject.startswith(organization.name)]
    return sorted((mail.recipient, int(re.findall(rb"(\d+) pe\w+ of ", mail.body or b"")[0])) for mail in told)


def test_each_round_is_reminded_of_by_itself_also_after_one_that_somebody_never_answered(asked: World) -> None:
    wait = [(asked.north_admin.email, 2), (asked.network_admin.email, 1)]
    assert told(0, asked.north) == wait
    assert told(1, asked.north) == []
    for person in (asked.nurse, asked.physician):
        decide(asked, person)
    for day in (DUE, DUE + 1, LAST - 1, LAST):
        told(day, asked.north)
    let_it_pass(LAST)
    with time.at(NOW + timedelta(days=91)):
        assert open_rounds() == 2  # in the south everybody is suspended
    assert told(91, asked.north) == wait
    assert told(92, asked.north) == []


def test_who_is_suspended_is_reminded_of_no_more(asked: World) -> None:
    decide(asked, asked.physician)
    assert told(LAST - 1, asked.north) == [(asked.north_admin.email, 1), (asked.network_admin.email, 1)]
    let_it_pass(LAST)
    decide(asked, asked.north_admin)
    with time.at(NOW + timedelta(days=91)), unit_of_work():
        open_round(actor=Actor(), organization=asked.north)
        asked.physician.affiliations[0].suspended_at = NOW
        asked.north_admin.affiliations[0].suspended_at = NOW
    assert told(91, asked.north) == []


def test_the_access_of_a_sole_administrator_is_left_to_the_network_s(asked: World) -> None:
    decide(asked, asked.nurse)
    decide(asked, asked.physician)
    assert told(3, asked.north) == [(asked.network_admin.email, 1)]
    with time.at(NOW - DAY), unit_of_work():
        second = make_person("Ada Second", asked.north, AffiliationRole.ORGANIZATION_ADMIN)
    assert told(DUE, asked.north) == [(second.email, 1), (asked.north_admin.email, 1)]


def test_roles_of_the_network_are_reminded_of_at_its_administrators(asked: World) -> None:
    with time.at(NOW + DAY), unit_of_work():
        local = make_person("Lou Local", asked.hub, AffiliationRole.ORGANIZATION_ADMIN)
    assert told(1, asked.hub) == [(local.email, 5), (asked.network_admin.email, 1)]


def test_who_was_certified_or_left_meanwhile_is_not_suspended(asked: World) -> None:
    role, other = asked.nurse.affiliations[0], asked.physician.affiliations[0]
    decide(asked, asked.nurse)
    with unit_of_work():
        end_role(actor=Actor(), affiliation=other)
    with time.at(NOW + timedelta(days=LAST)), unit_of_work():
        assert [suspend(actor=Actor(), role=one) for one in (role, other)] == [False, False]
    assert (role.suspended_at, asked.nurse.state) == (None, PersonState.ACTIVE)


def test_who_is_suspended_although_certified_waits_on_the_page(asked: World, client: Client) -> None:
    decide(asked, asked.nurse)
    decide(asked, asked.physician)
    role = asked.nurse.affiliations[0]
    role.suspended_at = NOW + timedelta(days=LAST)
    save(role)
    assert names(asked.north) == ["Ana Admin", "Nora Nurse"]
    with time.at(NOW + timedelta(days=LAST, minutes=3)):
        assert {one.organization.name: one.people for one in counts(select(Organization))}["North Hospital"] == 2
        client.sign_in(asked.north_admin).post(
            f"/certifications/{asked.north.id}", data=shown(asked.nurse, rest="keep")
        )
        assert names(asked.north) == ["Ana Admin"]
    assert role.suspended_at is None


def test_who_is_not_certified_in_time_cannot_sign_in_until_somebody_certifies(asked: World) -> None:
    with unit_of_work():
        set_password(actor=Actor(), person=asked.nurse, password=PASSPHRASE)
        sessions.start(asked.nurse, address="10.0.0.9", browser="theirs")
    decide(asked, asked.physician)
    assert let_it_pass(LAST - 1) == 0
    let_it_pass(LAST)
    assert [one.state for one in (asked.nurse, asked.physician, asked.north_admin)] == [
        PersonState.SUSPENDED,
        PersonState.ACTIVE,
        PersonState.ACTIVE,
    ]
    assert db.session.scalars(select(LoginSession.ended_at).where(LoginSession.person_id == asked.nurse.id)).one()
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.person_id == asked.nurse.id)).one()
    assert mail.subject == "Your access at North Hospital is suspended"
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.event == "certification.suspended", AuditEntry.subject_id == asked.nurse.id)
    ).one()
    assert (entry.chain_id, entry.details) == (asked.north.id, {"role": "care_team"})
    origin = Origin(address="10.0.0.9", browser="theirs", device="theirs")
    with time.at(NOW + timedelta(days=LAST, minutes=3)):
        with pytest.raises(DomainError, match="Your access is suspended"), unit_of_work():
            sign_in(email=asked.nurse.email, password=PASSPHRASE, origin=origin)
        with unit_of_work():
            certify(
                actor=Actor(person_id=asked.north_admin.id),
                organization=asked.north,
                person=asked.nurse,
                decision=Decision.KEEP,
            )
        assert asked.nurse.state is PersonState.ACTIVE
        with unit_of_work():
            assert isinstance(sign_in(email=asked.nurse.email, password=PASSPHRASE, origin=origin), Waiting)
        suspend_uncertified()
        assert asked.nurse.state is PersonState.ACTIVE


def test_the_last_administrator_stays_and_so_does_the_network_s(asked: World) -> None:
    with time.at(NOW - DAY), unit_of_work():
        second = make_person("Ada Second", asked.north, AffiliationRole.ORGANIZATION_ADMIN, AffiliationRole.CARE_TEAM)
    let_it_pass(LAST)
    let_it_pass(LAST + 1)
    states = {one.name: one.state for one in (asked.north_admin, second, asked.network_admin, asked.auditor)}
    assert states.pop("Nadia Network") is PersonState.ACTIVE
    assert states.pop("Aldo Auditor") is PersonState.SUSPENDED
    assert sorted(states.values()) == [PersonState.ACTIVE, PersonState.SUSPENDED]
    suspended = select(func.count()).select_from(Affiliation).where(Affiliation.suspended_at.is_not(None))
    stays = next(one for one in (asked.north_admin, second) if one.state is PersonState.ACTIVE)
    assert db.session.scalar(suspended.where(Affiliation.person_id == stays.id)) == 0


def test_a_suspended_role_gives_no_rights_while_another_organization_keeps_its_person_in(
    asked: World, client: Client
) -> None:
    with unit_of_work():
        add(
            Affiliation(
                person_id=asked.nurse.id,
                organization_id=asked.south.id,
                role=AffiliationRole.CARE_TEAM,
                starts_on=TODAY,
                approved_at=NOW + timedelta(days=3),
            )
        )
    let_it_pass(LAST)
    assert asked.nurse.state is PersonState.ACTIVE
    with time.at(NOW + timedelta(days=LAST, minutes=3)):
        client.sign_in(asked.nurse)
        assert client.get(f"/reports/organizations/{asked.north.id}").status_code == 404


def test_who_lost_the_last_role_comes_back_with_a_new_one(world: World) -> None:
    actor = Actor(person_id=world.network_admin.id)
    with unit_of_work():
        end_role(actor=actor, affiliation=world.nurse.affiliations[0])
    assert world.nurse.state is PersonState.SUSPENDED
    with unit_of_work():
        begun = begin_role(actor=actor, person=world.nurse, organization=world.south, role=AffiliationRole.CARE_TEAM)
        assert world.nurse.state is PersonState.SUSPENDED
        approve(actor=actor, affiliation=begun)
    assert world.nurse.state is PersonState.ACTIVE
    events = select(AuditEntry.event).where(AuditEntry.event.in_(("person.suspended", "person.reinstated")))
    assert db.session.scalars(events.order_by(AuditEntry.id)).all() == ["person.suspended", "person.reinstated"]


def test_a_round_is_due_thirty_days_after_it_opened(world: World) -> None:
    with unit_of_work():
        row = open_round(actor=Actor(), organization=world.north)
    assert (row.quarter, row.due_on) == (TODAY.replace(month=1, day=1), TODAY + DUE * DAY)
