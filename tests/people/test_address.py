"""A change of mail address: asked for, proven by the new one, and the former one kept from everybody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from eboard.audit import Actor
from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError, StaleError
from eboard.mail.actions import queue, queue_secret, readdress
from eboard.mail.enums import MailState
from eboard.mail.models import OutboxMessage
from eboard.people import sessions
from eboard.people.actions import addresses
from eboard.people.actions.addresses import change_address
from eboard.people.actions.importing import import_people
from eboard.people.actions.links import make_address
from eboard.people.actions.passwords import set_password
from eboard.people.actions.persons import invite_person
from eboard.people.actions.setup import create_admin
from eboard.people.emails import added_mail
from eboard.people.enums import LinkPurpose, PersonState
from eboard.people.jobs import answer_resets, forget_addresses
from eboard.people.models import FormerAddress, LoginSession, OneTimeLink, Person
from eboard.people.newcomers import Newcomer
from eboard.people.queries.addresses import owner_of
from eboard.people.roster import read
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.invitations.reading import parse_mail
from tests.people.conftest import PASSWORD, last_link
from tests.world import World, save

OLD, NEW = "nora.nurse@example.org", "nora@clinic.example"
YEARS = timedelta(days=730)


def ask(client: Client, email: str = NEW, place: str = "/account/address") -> TestResponse:
    return client.post(place, data={"email": email})


def mails(*, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Whom what was written to, by the kind of its key."""
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(row.recipient, row.dedupe_key.split("/")[0]) for row in rows if row.dedupe_key.split("/")[0] not in but]


def bodies() -> dict[str, str]:
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.body.is_not(None)))
    return {row.recipient: parse_mail(row.body or b"").body("plain") for row in rows}


def events() -> list[str]:
    return list(
        db.session.scalars(
            select(AuditEntry.event).where(AuditEntry.event.startswith("person.address")).order_by(AuditEntry.seq)
        )
    )


def moved(person: Person, email: str = NEW) -> Person:
    """Somebody whose address was changed a while ago."""
    with unit_of_work():
        link = OneTimeLink(
            person_id=person.id, person=person, purpose=LinkPurpose.CHANGE_ADDRESS, expires_at=NOW, new_email=email
        )
        db.session.add(link)
        change_address(link=link, kept_session_id=None)
    return person


def newcomer(email: str) -> Newcomer:
    return Newcomer(email=email, given_name="New", family_name="Comer")


def invite(world: World, email: str) -> Person:
    with unit_of_work():
        return invite_person(
            actor=Actor(person_id=world.network_admin.id),
            organization=world.south,
            newcomer=newcomer(email),
        )


def test_the_whole_way(world: World, client: Client, with_password: Callable[..., Person]) -> None:
    with_password(world.nurse)
    world.nurse.not_reached_since = NOW
    save(world.nurse)
    with unit_of_work():
        sessions.start(world.nurse, address="10.0.0.9", browser="other")
    client.sign_in(world.nurse)
    assert OLD in client.get("/account/").text
    assert "A link goes there" in client.get("/account/address").text
    assert ask(client, f" {NEW.title()} ").location == "/account/"
    assert mails() == [(OLD, "account-news"), (NEW, "change_address")]
    assert "Another mail address was asked for your account." in bodies()[OLD]
    place = last_link()
    page = client.get(place)
    assert (page.status_code, NEW in page.text, world.nurse.email) == (200, True, OLD)
    assert client.post(place).location == "/account/"
    db.session.expire_all()
    assert (world.nurse.email, world.nurse.not_reached_since) == (NEW, None)
    assert NEW in client.get("/account/").text
    former = db.session.scalars(select(FormerAddress)).one()
    assert (former.address, former.person_id, former.since, former.until) == (OLD, world.nurse.id, NOW, NOW + YEARS)
    assert sorted(db.session.scalars(select(LoginSession.ended_at.is_(None)))) == [False, True]
    assert mails()[2:] == [(OLD, "account-news")]
    assert events() == ["person.address_asked", "person.address_changed"]
    assert (client.get(place).status_code, client.post(place).status_code) == (410, 410)
    told = "\n".join(bodies().values())
    assert (NEW in told, "new-address" in told) == (False, False)


def test_the_link_works_in_a_browser_that_is_not_signed_in(world: World, client: Client) -> None:
    ask(client.sign_in(world.nurse))
    place = last_link()
    with client.session_transaction() as session:
        session.clear()
        session["csrf_token"] = CSRF
    assert client.post(place).location == "/sign-in"
    assert db.session.scalars(select(LoginSession.ended_at)).all() == [NOW]


def test_somebody_elses_sign_in_is_left_alone(world: World, client: Client) -> None:
    ask(client.sign_in(world.nurse))
    client.sign_in(world.physician)
    assert client.post(last_link()).location == "/sign-in"
    live = db.session.scalars(select(LoginSession.person_id).where(LoginSession.ended_at.is_(None)))
    assert live.all() == [world.physician.id]


def test_it_takes_a_fresh_proof(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    with time.at(NOW + timedelta(minutes=6)):
        assert client.get("/account/address").location.startswith("/confirm")
        assert ask(client).location.startswith("/confirm")
    assert mails() == []


def test_a_delegate_cannot_ask(world: World, client: Client) -> None:
    client.sign_in(world.nurse, on_behalf_of=world.physician)
    assert ask(client).status_code == 403
    assert mails() == []


@pytest.mark.parametrize("typed", [OLD, OLD.upper(), "nobody", "a@b, c@d.example", "", "é@y.example"])
def test_an_address_that_cannot_be_is_refused_beside_its_field(world: World, client: Client, typed: str) -> None:
    answer = ask(client.sign_in(world.nurse), typed)
    assert (answer.status_code, 'aria-invalid="true"' in answer.text) == (422, True)
    assert (mails(), events()) == ([], [])


def test_the_page_tells_nobody_whose_an_address_is(world: World, client: Client) -> None:
    former = world.stranger.email
    moved(world.stranger, "stranger@elsewhere.example")
    with unit_of_work():
        db.session.query(OutboxMessage).delete()
    client.sign_in(world.nurse)
    answers = [ask(client, one) for one in (NEW, world.chair.email, former)]
    assert {(one.status_code, one.location) for one in answers} == {(303, "/account/")}
    assert client.get("/account/").text.count("a link is on its way there") == len(answers)
    owners = [world.chair.email, world.stranger.email]
    assert mails() == [
        (OLD, "account-news"),
        (NEW, "change_address"),
        *((who, "account-news") for owner in owners for who in (OLD, owner)),
    ]
    assert "Somebody tried to give an address of yours" in bodies()[world.chair.email]
    assert OLD not in bodies()[world.chair.email]
    tried = select(AuditEntry.subject_id).where(AuditEntry.event == "person.address_tried").order_by(AuditEntry.seq)
    assert db.session.scalars(tried).all() == [world.chair.id, world.stranger.id]


@pytest.mark.parametrize("email", [NEW, "charles.chair@example.org"])
def test_the_fourth_ask_for_one_address_within_an_hour_waits(world: World, client: Client, email: str) -> None:
    client.sign_in(world.nurse)
    assert [ask(client, email).status_code for _ in range(4)] == [303, 303, 303, 429]


def test_a_second_ask_and_a_new_password_end_the_link_before(world: World, client: Client) -> None:
    client.sign_in(world.nurse)
    ask(client)
    first = last_link()
    ask(client, "nora@second.example")
    second = last_link()
    assert [client.get(one).status_code for one in (first, second)] == [410, 200]
    with unit_of_work():
        set_password(actor=Actor(person_id=world.nurse.id), person=world.nurse, password="seven quiet lanterns")
    assert client.get(second).status_code == 410
    ask(client, "nora@third.example")
    with time.at(NOW + timedelta(hours=24)):
        assert client.get(last_link_of(NOW)).status_code == 410


def last_link_of(moment: object) -> str:
    """The newest link, as it was rendered at a moment."""
    with time.at(moment):  # type: ignore[arg-type]
        return last_link()


def test_nothing_opens_the_account_by_the_former_address(
    world: World, client: Client, with_password: Callable[..., Person]
) -> None:
    with_password(world.nurse)
    with unit_of_work():
        old_reset = make_address(world.nurse, LinkPurpose.RESET_PASSWORD).rpartition("8000")[2]
    moved(world.nurse)
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    assert client.get(old_reset).status_code == 410
    assert client.post("/sign-in", data={"email": OLD, "password": PASSWORD}).status_code == 422
    assert client.post("/forgotten-password", data={"email": OLD}).status_code == 303
    assert answer_resets() == 1
    assert mails(but=("account-news",)) == []
    assert client.post("/forgotten-password", data={"email": NEW}).status_code == 303
    assert answer_resets() == 1
    assert mails(but=("account-news",)) == [(NEW, "reset_password")]
    assert client.post("/sign-in", data={"email": NEW, "password": PASSWORD}).status_code == 303


def test_nobody_else_gets_a_former_address_for_two_years(world: World) -> None:
    moved(world.nurse)
    with pytest.raises(DomainError, match="cannot be used for a new account"):
        invite(world, OLD.upper())
    with pytest.raises(DomainError, match="cannot be used for a new account"), unit_of_work():
        create_admin(actor=Actor(), email=OLD, name="New Comer", code="HUB", zone="UTC")
    with time.at(NOW + YEARS - timedelta(seconds=1)):
        assert forget_addresses() == 0
    with time.at(NOW + YEARS):
        assert forget_addresses() == 1
        assert invite(world, OLD).email == OLD


def test_a_list_that_names_a_former_address_makes_nobody(world: World) -> None:
    moved(world.nurse)
    lines = ["email,given_name,family_name", f"{OLD},Nora,Nurse"]
    with unit_of_work():
        here = import_people(actor=Actor(), organization=world.north, lines=read(lines))
        there = import_people(actor=Actor(), organization=world.south, lines=read(lines))
    assert (here.unchanged, here.problems) == (1, [])
    assert (there.invited, [line.problem for line in there.problems]) == (
        0,
        ["This address cannot be used for a new account. Ask for another one."],
    )
    named = db.session.scalars(select(Person.email).where(Person.given_name == "Nora")).all()
    assert named == [NEW]


def test_one_may_take_back_an_own_former_address(world: World) -> None:
    moved(world.nurse)
    moved(world.nurse, OLD)
    assert world.nurse.email == OLD
    assert db.session.scalars(select(FormerAddress.address)).all() == [NEW]


def test_an_address_that_was_taken_meanwhile_is_refused_at_the_link(world: World, client: Client) -> None:
    ask(client.sign_in(world.nurse))
    place = last_link()
    invite(world, NEW)
    answer = client.post(place)
    assert (answer.status_code, "cannot be used any more" in answer.text) == (422, True)
    assert world.nurse.email == OLD


def test_of_two_who_follow_their_links_at_once_one_gets_the_address(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client.sign_in(world.nurse))
    first = last_link()
    ask(client.sign_in(world.physician))
    second = last_link()
    monkeypatch.setattr(addresses, "owner_of", lambda _address: None)  # neither sees the other
    assert client.post(first).status_code == 303
    assert client.post(second).status_code == 409
    db.session.expire_all()
    assert [world.nurse.email, world.physician.email] == [NEW, "pablo.physician@example.org"]
    assert db.session.scalars(select(FormerAddress.address)).all() == [OLD]


def test_an_address_is_the_former_one_of_one_person_alone(world: World) -> None:
    moved(world.nurse)
    with pytest.raises(StaleError), unit_of_work():
        db.session.add(FormerAddress(address=OLD, person_id=world.physician.id, since=NOW, until=NOW))
    owner = owner_of(OLD)
    assert owner is not None
    assert owner.id == world.nurse.id


def test_the_administrator_of_all_organizations_may_start_it(world: World, client: Client) -> None:
    place = f"/people/{world.nurse.id}/address"
    client.sign_in(world.north_admin)
    assert place in client.get(f"/people/{world.nurse.id}").text
    assert OLD in client.get(place).text
    assert ask(client, "nowhere", place).status_code == 422
    assert ask(client, NEW, place).location == f"/people/{world.nurse.id}"
    assert mails() == [(OLD, "account-news"), (NEW, "change_address")]
    assert client.post(last_link()).location == "/sign-in"
    db.session.expire_all()
    assert world.nurse.email == NEW
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == "person.address_asked")).one()
    assert (entry.actor_id, entry.subject_id) == (world.north_admin.id, world.nurse.id)


def test_it_takes_a_fresh_proof_of_the_administrator_and_an_active_account(world: World, client: Client) -> None:
    place = f"/people/{world.nurse.id}/address"
    client.sign_in(world.north_admin)
    with time.at(NOW + timedelta(minutes=6)):
        assert ask(client, NEW, place).location.startswith("/confirm")
    world.nurse.state = PersonState.SUSPENDED
    save(world.nurse)
    assert ask(client, NEW, place).status_code == 422
    assert mails() == []


def test_nobody_else_may_start_it(world: World, client: Client) -> None:
    place = f"/people/{world.nurse.id}/address"
    found = {}
    for name in ("stranger", "physician", "coordinator", "network_admin", "auditor"):
        found[name] = ask(client.sign_in(getattr(world, name)), NEW, place).status_code
    assert found == {"stranger": 404, "physician": 403, "coordinator": 403, "network_admin": 403, "auditor": 403}
    assert ask(client.sign_in(world.north_admin), NEW, f"/people/{world.stranger.id}/address").status_code == 404
    assert ask(client.sign_in(world.north_admin), NEW, f"/people/{world.north_admin.id}/address").status_code == 403
    assert mails() == []


def test_mail_that_waits_follows_its_reader(world: World) -> None:
    with unit_of_work():
        row = queue(
            added_mail(
                person=world.nurse, organization=world.south, base_url="http://x.example", affiliation_id=world.south.id
            )
        )
        assert row is not None
        sent = queue(
            added_mail(
                person=world.nurse, organization=world.north, base_url="http://x.example", affiliation_id=world.north.id
            )
        )
        assert sent is not None
        sent.state = MailState.SENT
        secret = queue_secret(
            kind="verify", row_id=world.nurse.id, recipient=OLD, person_id=world.nurse.id, subject="A link"
        )
    before = parse_mail(row.body or b"")
    with unit_of_work():
        readdress(person_id=world.nurse.id, former=OLD, address=NEW)
    after = parse_mail(row.body or b"")
    assert (row.recipient, sent.recipient, before.to, after.to) == (NEW, OLD, OLD, NEW)
    assert (secret.recipient, secret.body) == (NEW, None)
    assert before.body("plain") == after.body("plain")
    assert after.message["To"].addresses[0].display_name == "Nora Nurse"
    assert after.message["Message-ID"] == before.message["Message-ID"]
