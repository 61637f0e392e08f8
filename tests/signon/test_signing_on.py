"""In by the organization's own provider, a real one on the loopback: linked people alone, and every attack refused."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import func, select

from eboard.audit.models import AuditEntry
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.people.actions.links import make_address
from eboard.people.enums import AffiliationRole, CredentialKind, LinkPurpose, PersonState
from eboard.people.models import Affiliation, Credential, FormerAddress, LoginSession, Person
from eboard.signin.queries import in_force
from eboard.signon.actions import trips
from eboard.signon.enums import Problem
from eboard.signon.models import IdentityProvider, Trip
from eboard.signon.queries import link_key, links_of
from tests.client import Client
from tests.conftest import NOW
from tests.people.conftest import PASSWORD, code
from tests.signin.conftest import news, post
from tests.signon.conftest import Provider, register, travel
from tests.world import LONG_AGO, World, add, make_person, save


def link(person: Person, row: IdentityProvider, subject: str = "subject-1") -> None:
    with unit_of_work():
        add(
            Credential(
                person_id=person.id,
                kind=CredentialKind.OIDC,
                secret=link_key(row.issuer, subject),
                data={"provider_id": str(row.id), "organization_id": str(row.organization_id), "name": "North"},
            )
        )


def problems() -> list[str]:
    refused = select(AuditEntry.details).where(AuditEntry.event == "signon.refused").order_by(AuditEntry.seq)
    return [details["problem"] for details in db.session.scalars(refused)]


def sign_ins() -> int:
    return db.session.scalar(select(func.count()).select_from(LoginSession)) or 0


def test_a_linked_person_comes_in_at_once_where_the_agreement_says_so(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    provider.control(amr=["pwd", "otp"], auth_time=int(NOW.timestamp()) - 60)
    assert f'href="/sign-on/{north.id}?next=/account/"' in client.get("/sign-in?next=/account/").text
    arrived = travel(client, provider, f"/sign-on/{north.id}?next=/account/")
    assert (arrived.status_code, arrived.location) == (303, "/account/")
    assert client.get("/account/").status_code == 200
    login = db.session.scalars(select(LoginSession)).one()
    assert (login.person_id, login.proofs) == (world.nurse.id, ["strong_sign_on"])
    assert login.confirmed_at == NOW - timedelta(seconds=60)
    assert db.session.scalars(select(Trip)).all() == []
    asked = provider.control()[-1]
    assert {name: asked[name] for name in ("response_type", "scope", "code_challenge_method")} == {
        "response_type": "code", "scope": "openid", "code_challenge_method": "S256",
    }  # fmt: skip
    assert "prompt" not in asked


@pytest.mark.parametrize(
    ("is_agreed", "level", "said"),
    [
        (False, "", {"amr": ["mfa"]}),
        (True, "", {"amr": ["pwd"]}),
        (True, "gold", {"acr": "silver", "amr": ["mfa"]}),
        (True, "gold", {}),
    ],
)
def test_a_weak_sign_on_is_one_factor_and_a_second_is_asked_for(
    world: World, client: Client, provider: Provider, with_app: Callable[[Person], Person],
    *, is_agreed: bool, level: str, said: dict[str, object],
) -> None:  # fmt: skip
    row = register(world, provider, is_strong=is_agreed, acr=level)
    link(with_app(world.nurse), row)
    provider.control(**said)
    arrived = travel(client, provider, f"/sign-on/{row.id}?next=/account/")
    assert arrived.location == "/sign-in/second-step?next=/account/"
    assert client.get("/account/").status_code == 303
    assert post(client, arrived.location, code=code()).location == "/account/"


@pytest.mark.parametrize("said", [{"acr": "gold"}, {"acr": "gold", "amr": ["pwd", "hwk"]}])
def test_the_level_that_was_agreed_on_is_two_factors(
    world: World, client: Client, provider: Provider, said: dict[str, object]
) -> None:
    row = register(world, provider, acr="gold")
    link(world.nurse, row)
    provider.control(**said)
    assert travel(client, provider, f"/sign-on/{row.id}").location == "/"


def test_without_a_time_of_proof_a_sign_on_is_no_fresh_proof(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"
    assert client.get("/account/second-factors/passkey").location.startswith("/confirm?next=")


ATTACKS = [
    "nonce", "no nonce", "audience", "several audiences", "another party", "issuer", "expired", "old",
    "from the future", "not yet", "no end", "end as text", "no subject", "long subject", "time as text", "unsigned",
    "hmac", "another key", "changed", "no token",
]  # fmt: skip


@pytest.mark.parametrize("mischief", ATTACKS)
def test_a_token_that_is_wrong_in_any_way_lets_nobody_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider, mischief: str
) -> None:
    link(world.nurse, north)
    link(world.physician, north, "subject-2")
    provider.control(mischief=mischief)
    arrived = travel(client, provider, f"/sign-on/{north.id}")
    assert (arrived.status_code, arrived.location) == (303, "/sign-in?next=/")
    assert Problem.TOKEN.label in client.get("/sign-in").text.replace("&#39;", "’")
    assert (problems(), sign_ins()) == (["token"], 0)


@pytest.mark.parametrize(
    ("mischief", "problem"),
    [
        ("down", "down"), ("endless", "down"), ("no object", "misconfigured"), ("another provider", "issuer"),
        ("plain http", "misconfigured"), ("no challenge", "misconfigured"),
    ],
)  # fmt: skip
def test_a_provider_that_cannot_be_used_is_said_before_one_goes(
    world: World, client: Client, provider: Provider, north: IdentityProvider, mischief: str, problem: str
) -> None:
    provider.control(mischief=mischief)
    answer = client.get(f"/sign-on/{north.id}?next=/account/")
    assert (answer.status_code, answer.location, problems()) == (303, "/sign-in?next=/account/", [problem])


@pytest.mark.parametrize(
    ("mischief", "problem"), [("mixed up", "issuer"), ("denied", "refused"), ("down at the token", "down")]
)
def test_a_way_back_that_is_wrong_lets_nobody_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider, mischief: str, problem: str
) -> None:
    link(world.nurse, north)
    provider.control(mischief=mischief)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/sign-in?next=/"
    assert (problems(), sign_ins()) == ([problem], 0)


def test_a_provider_that_promises_its_name_has_to_say_it(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    back = provider.visit(client.get(f"/sign-on/{north.id}").location)
    assert client.get(back.split("&iss=")[0]).location == "/sign-in?next=/"
    assert problems() == ["issuer"]


def test_one_that_promises_nothing_need_not(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    provider.control(names_issuer=False)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"


def test_the_secret_goes_as_a_field_where_that_is_wanted(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    provider.control(mischief="posts")
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"


def test_keys_may_change_at_any_time(world: World, client: Client, provider: Provider, north: IdentityProvider) -> None:
    link(world.nurse, north)
    for published, signs, comes_in in (
        (("first",), "first", True), (("first", "second"), "second", True), (("second",), "second", True),
        (("second",), "first", False),
    ):  # fmt: skip
        provider.control(published=published, signs_with=signs)
        arrived = travel(client.application.test_client(), provider, f"/sign-on/{north.id}")
        assert arrived.location == ("/" if comes_in else "/sign-in?next=/")
    provider.control(mischief="no key named")
    assert travel(client.application.test_client(), provider, f"/sign-on/{north.id}").location == "/"
    provider.control(mischief="no key named", published=("first", "second"))
    arrived = travel(client.application.test_client(), provider, f"/sign-on/{north.id}")
    assert arrived.location == "/sign-in?next=/"


def test_a_way_back_is_good_once_in_its_browser_for_its_state_and_for_ten_minutes(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    back = provider.visit(client.get(f"/sign-on/{north.id}").location)
    another = client.application.test_client()
    assert another.get(back).location == "/sign-in?next=/"  # somebody else's browser
    forged = back.replace("state=", "state=x")
    assert client.get(forged).location == "/sign-in?next=/"
    assert client.get(back).location == "/sign-in?next=/"  # the cookie was used up by the forged one
    back = provider.visit(client.get(f"/sign-on/{north.id}").location)
    with client.session_transaction() as session:
        state = session["sign_on"]
    assert client.get(back).location == "/"
    with client.session_transaction() as session:
        session["sign_on"] = state
    assert client.get(back).location.startswith("/confirm")  # replayed
    late = client.application.test_client()
    back = provider.visit(late.get(f"/sign-on/{north.id}").location)
    with time.at(NOW + timedelta(minutes=10)):
        assert late.get(back).location == "/sign-in?next=/"
    for query in ("", "?state=", "?state=%FF&code=x", f"?state={'x' * 9000}&code=y", "?code=x&state=a&state=b"):
        assert late.get(f"/sign-on/{north.id}/back{query}").location == "/sign-in?next=/"
    assert (set(problems()), sign_ins()) == ({"state"}, 1)


def test_a_code_is_worth_nothing_with_the_verifier_of_another_trip(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    thief = client.application.test_client()
    stolen = parse_qs(urlsplit(provider.visit(client.get(f"/sign-on/{north.id}").location)).query)["code"][0]
    own = urlsplit(provider.visit(thief.get(f"/sign-on/{north.id}").location))
    values = {name: value[0] for name, value in parse_qs(own.query).items()} | {"code": stolen}
    answer = thief.get(own.path, query_string=values)
    assert (answer.location, problems(), sign_ins()) == ("/sign-in?next=/", ["refused"], 0)


def test_the_way_back_of_one_provider_is_not_that_of_another(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    with unit_of_work():
        other = IdentityProvider(
            organization_id=world.south.id, issuer=provider.url, client_id="other", sealed_secret=b"", approved_at=NOW
        )
        add(other)
    back = provider.visit(client.get(f"/sign-on/{north.id}").location)
    assert client.get(back.replace(str(north.id), str(other.id))).location == "/sign-in?next=/"
    assert problems() == ["state"]


def test_an_identity_without_an_account_is_told_so_and_a_mail_address_links_nobody(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    provider.control(subject=world.nurse.email)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/sign-in?next=/"
    assert "No account here is linked with it." in client.get("/sign-in").text
    assert (problems(), sign_ins()) == (["unknown"], 0)


@pytest.mark.parametrize("state", [PersonState.DEACTIVATED, PersonState.VERIFIED, PersonState.INVITED])
def test_nobody_who_is_not_active_comes_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider, state: PersonState
) -> None:
    link(world.nurse, north)
    world.nurse.state = state
    save(world.nurse)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/sign-in?next=/"
    assert sign_ins() == 0


def test_who_left_the_organization_comes_in_by_it_no_more(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    for held in db.session.scalars(select(Affiliation).where(Affiliation.person_id == world.nurse.id)):
        held.ends_on = LONG_AGO
        save(held)
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/sign-in?next=/"
    assert problems() == ["unknown"]


def test_a_signed_in_person_links_and_unlinks(
    world: World, client: Client, provider: Provider, north: IdentityProvider, with_factors: Callable[..., Person]
) -> None:
    with_factors(world.nurse)
    client.sign_in(world.nurse)
    assert "Link it" in client.get("/account/second-factors/").text
    assert travel(client, provider, f"/sign-on/{north.id}/link").location == "/account/second-factors/"
    assert provider.control()[-1]["prompt"] == "login"
    held = links_of(world.nurse.id)
    assert [one.data["provider_id"] for one in held] == [str(north.id)]
    assert travel(client, provider, f"/sign-on/{north.id}/link").location == "/account/second-factors/"
    assert len(links_of(world.nurse.id)) == 1
    other = client.application.test_client().sign_in(world.physician)
    assert travel(other, provider, f"/sign-on/{north.id}/link").location == "/confirm?next=/"
    assert problems() == ["foreign"]
    stranger = client.application.test_client().sign_in(world.stranger)
    provider.control(subject="subject-9")
    assert travel(stranger, provider, f"/sign-on/{north.id}/link").location == "/confirm?next=/"
    assert stranger.post(f"/account/sign-ons/{held[0].id}/unlink").status_code == 404
    assert client.post(f"/account/sign-ons/{held[0].id}/unlink").location == "/account/second-factors/"
    assert client.post(f"/account/sign-ons/{held[0].id}/unlink").status_code == 404
    assert links_of(world.nurse.id) == []
    assert news(world.nurse) == ["account-news"] * 2


def test_linking_needs_a_fresh_proof_and_the_same_sign_in_on_the_way_back(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    client.sign_in(world.nurse)
    with time.at(NOW + timedelta(minutes=6)):
        assert client.get(f"/sign-on/{north.id}/link").location.startswith("/confirm?next=")
    back = provider.visit(client.get(f"/sign-on/{north.id}/link").location)
    with client.session_transaction() as session:
        state = session["sign_on"]
    client.sign_in(world.physician)
    with client.session_transaction() as session:
        session["sign_on"] = state
    assert client.get(back).location == "/confirm?next=/"
    assert (links_of(world.nurse.id), links_of(world.physician.id)) == ([], [])


def test_who_has_no_password_or_no_second_factor_does_not_unlink_the_last_way_in(
    world: World, client: Client, provider: Provider, north: IdentityProvider, with_password: Callable[..., Person]
) -> None:
    link(world.nurse, north)
    client.sign_in(world.nurse)
    refused = client.post(f"/account/sign-ons/{links_of(world.nurse.id)[0].id}/unlink")
    assert (refused.status_code, "You have no password." in refused.text) == (422, True)
    with_password(world.nurse)
    bare = client.post(f"/account/sign-ons/{links_of(world.nurse.id)[0].id}/unlink")
    assert (bare.status_code, "You have no second factor." in bare.text) == (422, True)


def test_a_round_trip_confirms_and_unlocks_only_if_the_provider_asked_again(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.nurse, north)
    client.sign_in(world.nurse)
    later = NOW + timedelta(minutes=20)
    with time.at(later):
        assert client.get("/account/").location == "/unlock?next=/account/"
        place = f"/sign-on/{north.id}/confirm?next=/account/"
        assert place in client.get("/unlock?next=/account/").text
        moment = int(later.timestamp())
        for said in ({}, {"auth_time": moment - 600}, {"auth_time": moment + 3600}):
            provider.control(**said)
            assert travel(client, provider, place).location == "/unlock?next=/"
        asked = provider.control(auth_time=moment, subject="subject-2")[-1]
        assert (asked["prompt"], asked["max_age"]) == ("login", "0")
        assert travel(client, provider, place).location == "/unlock?next=/"
        provider.control(auth_time=moment)
        assert travel(client, provider, place).location == "/account/"
        assert client.get("/account/second-factors/passkey").status_code == 200
    assert problems() == ["stale", "stale", "stale", "unknown"]


def test_a_trip_of_another_person_confirms_nothing(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    link(world.physician, north)
    client.sign_in(world.nurse)
    provider.control(auth_time=int(NOW.timestamp()))
    assert travel(client, provider, f"/sign-on/{north.id}/confirm").location == "/confirm?next=/"
    assert problems() == ["foreign"]
    stranger = client.application.test_client()
    assert stranger.get(f"/sign-on/{north.id}/confirm").location.startswith("/sign-in?next=")


def test_an_invitation_is_accepted_without_a_password(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    with unit_of_work():
        newcomer = make_person("Nina New", world.north, AffiliationRole.CARE_TEAM, state=PersonState.INVITED)
        place = make_address(newcomer, LinkPurpose.VERIFY).removeprefix("http://localhost:8000")
    token = place.rpartition("/")[2]
    assert f"/sign-on/{north.id}/welcome/{token}" in client.get(place).text
    provider.control(subject="subject-7", amr=["mfa"])
    assert travel(client, provider, f"/sign-on/{north.id}/welcome/{token}").location == "/sign-in"
    assert db.session.get_one(Person, newcomer.id).state is PersonState.ACTIVE
    assert client.get(place).status_code == 410
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"


def test_an_invitation_is_good_once_and_only_at_its_own_organization(
    world: World, client: Client, provider: Provider, north: IdentityProvider
) -> None:
    with unit_of_work():
        newcomer = make_person("Nina New", world.south, AffiliationRole.CARE_TEAM, state=PersonState.INVITED)
        place = make_address(newcomer, LinkPurpose.VERIFY).removeprefix("http://localhost:8000")
    token = place.rpartition("/")[2]
    assert travel(client, provider, f"/sign-on/{north.id}/welcome/{token}").location == "/sign-in?next=/"
    assert client.get(f"/sign-on/{north.id}/welcome/nothing").status_code == 410
    back = provider.visit(client.get(f"/sign-on/{north.id}/welcome/{token}").location)
    post(client, place, password=PASSWORD, again=PASSWORD, zone="America/Chicago")
    assert client.get(back).location == "/sign-in?next=/"
    assert problems() == ["foreign", "state"]


def test_an_organization_may_close_the_password_for_whom_it_lets_in(
    world: World, client: Client, provider: Provider, with_factors: Callable[..., Person]
) -> None:
    row = register(world, provider, allows_password=False)
    for person in (world.nurse, world.physician):
        with_factors(person)
    link(world.nurse, row)
    first = {"email": world.nurse.email, "password": PASSWORD}
    refused = post(client, "/sign-in", **first)
    assert (refused.status_code, "its own sign-in alone" in refused.text) == (422, True)
    assert "do not fit together" in post(client, "/sign-in", **{**first, "password": "not the password"}).text
    unlinked = post(client, "/sign-in", email=world.physician.email, password=PASSWORD)
    assert unlinked.location == "/sign-in/second-step?next=/"
    client.sign_in(world.nurse)
    assert 'name="password"' not in client.get("/confirm").text.partition("<dialog")[0]
    assert client.post("/confirm", data={"password": PASSWORD}).status_code == 422
    assert db.session.scalars(in_force(world.nurse.id, CredentialKind.PASSWORD)).one() is not None


@pytest.mark.parametrize("email", ["nora.nurse@example.org", "nora@clinic.example"])
def test_a_person_is_found_by_the_subject_whatever_mail_address_the_token_claims(
    world: World, client: Client, provider: Provider, north: IdentityProvider, email: str
) -> None:
    former = FormerAddress(
        address="nora.nurse@example.org", person_id=world.nurse.id, since=NOW, until=NOW + timedelta(days=730)
    )
    world.nurse.email = "nora@clinic.example"
    save(world.nurse, former)
    provider.control(email=email, subject="subject-2", amr=["mfa"])
    assert travel(client, provider, f"/sign-on/{north.id}").location.startswith("/sign-in")
    assert (problems(), sign_ins()) == (["unknown"], 0)
    link(world.nurse, north)
    provider.control(email=email, amr=["mfa"])
    assert travel(client, provider, f"/sign-on/{north.id}").location == "/"
    assert db.session.scalars(select(LoginSession.person_id)).all() == [world.nurse.id]


def test_too_many_trips_from_one_address_wait(
    world: World, client: Client, provider: Provider, north: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trips, "FROM_ONE_ADDRESS", 5)
    answers = {client.get(f"/sign-on/{north.id}").status_code for _ in range(5)}
    assert (answers, client.get(f"/sign-on/{north.id}").status_code) == ({303}, 429)


def test_a_private_address_is_reached_only_where_the_settings_allow_it(
    world: World, client: Client, provider: Provider, north: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = client.application.config["EBOARD"]
    values = {name: getattr(known, name) for name in type(known).__slots__}
    monkeypatch.setitem(client.application.config, "EBOARD", type(known)(**{**values, "sign_on_networks": ()}))
    client.get(f"/sign-on/{north.id}")
    assert (problems(), provider.control()) == (["down"], [])
