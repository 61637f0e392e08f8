"""A letter for a doctor outside: who gives it, what opens it, what is recorded, who hears when it no longer counts."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import column, literal_column, select, table

from eboard.audit.models import AuditEntry
from eboard.cases.actions.consents import end_consent
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import Consent
from eboard.cases.identity import Identity
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.errors import DomainError
from eboard.core.tokens import hash_token
from eboard.core.typesetting import MissingGlyphError
from eboard.mail.actions.queueing import secret_body
from eboard.mail.models import OutboxMessage
from eboard.outside.actions import give_link, revoke_link, try_code
from eboard.outside.actions.giving import Given, render_letter
from eboard.outside.actions.opening import STRANGER
from eboard.outside.enums import LinkState
from eboard.outside.jobs import recall_letters
from eboard.outside.models import OutsideLink
from eboard.outside.queries import link_of
from eboard.outside.views import opening
from eboard.recommendations.actions import mark_entered_in_error
from eboard.recommendations.models import SignedVersion
from tests.client import CSRF, Client
from tests.conftest import NOW
from tests.recommendations.outcomes import by, make_letter, make_scene, record, sign, text_of
from tests.world import World, save

MARKER = Identity(name="Zebulon Marker-Patient", record_number="MRN-4711-X")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TYPED = {"name": "Dr. Olga Outside", "email": "olga@practice.example", "days": "7"}
TOKEN = "t" * 43


def named_letter(world: World) -> SignedVersion:
    scene = make_scene(world)
    with unit_of_work():
        seal_identity(actor=by(world.nurse), case=scene.case, identity=MARKER)
    record(scene)
    return sign(scene)


def give(world: World, version: SignedVersion, *, names_patient: bool = False, days: int = 7) -> Given:
    """A link whose address is known, as if its mail had left."""
    with unit_of_work():
        given = give_link(
            actor=by(world.nurse),
            version=version,
            name="Dr. Olga Outside",
            email="olga@practice.example",
            days=days,
            names_patient=names_patient,
        )
        given.link.token_hash = hash_token(TOKEN)
    return given


@pytest.fixture
def outsider(client: Client) -> Client:
    """A browser of somebody without an account, which has opened a form."""
    with client.session_transaction() as session:
        session["csrf_token"] = CSRF
    return client


def events(link: OutsideLink) -> list[tuple[str, Any]]:
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == link.id).order_by(AuditEntry.seq))
    return [(row.event, row.actor_id) for row in rows]


def test_the_care_team_gives_a_letter_and_sees_the_code_once(world: World, client: Client) -> None:
    version = named_letter(world)
    url = f"/letters/{version.id}/outside"
    client.sign_in(world.nurse)
    answered = client.post(url, data={**TYPED, "names_patient": "y"})
    assert answered.status_code == 200
    link = db.session.scalars(select(OutsideLink)).one()
    assert (link.email, link.names_patient, link.expires_at) == ("olga@practice.example", True, NOW + 7 * DAY)
    code = answered.text.partition('id="code">')[2].partition("<")[0]
    assert len(code) == 9
    page = client.get(url).text
    assert (code in page, "Dr. Olga Outside" in page, "Not opened yet" in page) == (False, True, True)
    assert events(link) == [("outside.given", world.nurse.id)]
    read = select(AuditEntry).where(AuditEntry.subject_kind == "patient_identity", AuditEntry.event == "access.read")
    assert len(db.session.scalars(read).all()) == 1


@pytest.mark.parametrize("more", [{}, {"names_patient": "y"}])
def test_a_letter_leaves_only_after_a_fresh_proof(world: World, client: Client, more: dict[str, str]) -> None:
    version = named_letter(world)
    url = f"/letters/{version.id}/outside"
    client.sign_in(world.nurse)
    with time.at(NOW + timedelta(minutes=6)):
        assert client.post(url, data={**TYPED, **more, "name": ""}).status_code == 422
        answered = client.post(url, data={**TYPED, **more})
        assert answered.location.startswith("/confirm?next=/account/kept/")
    assert db.session.scalars(select(OutsideLink)).all() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Enter the name."),
        ({"email": "olga"}, "Give one e-mail address such as name@example.org"),
        ({"email": "olga@practice.example, b@c.example"}, "Give one e-mail address such as name@example.org"),
        ({"email": "örga@practice.example"}, "Give one e-mail address such as name@example.org"),
        ({"email": "olga..x@practice.example"}, "Give one e-mail address such as name@example.org"),
        ({"days": "31"}, "Enter a number from 1 to 30."),
        ({"days": "soon"}, "Not a valid integer value."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    world: World, client: Client, changes: dict[str, str], sentence: str
) -> None:
    _scene, version = make_letter(world)
    answered = client.sign_in(world.nurse).post(f"/letters/{version.id}/outside", data={**TYPED, **changes})
    assert (answered.status_code, sentence in answered.text) == (422, True)
    assert db.session.scalars(select(OutsideLink)).all() == []


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("physician", 200),
        ("chair", 403),
        ("coordinator", 403),
        ("radiologist", 403),
        ("north_admin", 403),
        ("stranger", 404),
        ("observer", 404),
        ("network_admin", 404),
        ("auditor", 404),
    ],
)
def test_only_the_nominating_care_team_gives_letters(world: World, client: Client, who: str, status: int) -> None:
    _scene, version = make_letter(world)
    given = give(world, version)
    client.sign_in(getattr(world, who))
    url = f"/letters/{version.id}/outside"
    assert client.get(url).status_code == status
    assert client.post(url, data=TYPED).status_code == status
    revoked = 303 if status == 200 else status
    assert client.post(f"{url}/{given.link.id}/revoke").status_code == revoked
    assert client.post(f"{url}/{version.id}/revoke").status_code == (404 if status == 200 else status)


def test_mail_and_address_say_nothing_of_the_patient(world: World) -> None:
    version = named_letter(world)
    with unit_of_work():
        link = give_link(
            actor=by(world.nurse), version=version, name="Olga", email="o@p.example", days=7, names_patient=True
        ).link
    row = db.session.scalars(select(OutboxMessage).where(OutboxMessage.secret_row_id == link.id)).one()
    assert (row.recipient, row.body, row.subject) == ("o@p.example", None, "A letter for you from North Hospital")
    with unit_of_work():
        raw = secret_body(row)
    assert raw is not None
    row.body = raw
    text = text_of(row)
    case = version.case
    hidden = ["Zebulon", "4711", case.number, case.diagnosis, case.question, str(case.id), str(version.id)]
    assert [one for one in hidden if one in text] == []
    token = text.partition("http://localhost:8000/outside/")[2][:43]
    assert link.token_hash == hash_token(token)
    db.session.rollback()


@pytest.mark.parametrize("names_patient", [True, False])
def test_address_and_code_open_it_and_both_are_needed(world: World, outsider: Client, *, names_patient: bool) -> None:
    version = named_letter(world)
    link, code = give(world, version, names_patient=names_patient)
    asked = outsider.get(f"/outside/{TOKEN}")
    assert (asked.status_code, "North Hospital" in asked.text, "Resect" in asked.text) == (200, True, False)
    wrong = outsider.post(f"/outside/{TOKEN}", data={"code": "ABCD-2345"})
    assert (wrong.status_code, "Tries left: 4." in wrong.text) == (422, True)
    assert outsider.post(f"/outside/{TOKEN}", data={"code": ""}).status_code == 422
    opened = outsider.post(f"/outside/{TOKEN}", data={"code": f" {code.lower()} "})
    assert (opened.status_code, "Resect the sigmoid colon." in opened.text) == (200, True)
    assert ("Zebulon Marker-Patient" in opened.text) is names_patient
    raw = outsider.post(f"/outside/{TOKEN}", data={"code": code, "do": "pdf"}).data
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(raw)).pages)
    assert ("MRN-4711-X" in text) is names_patient
    assert events(link) == [
        ("outside.given", world.nurse.id),
        ("outside.wrong_code", None),
        ("outside.opened", None),
        ("outside.opened", None),
    ]


def test_it_opens_once_for_one_hour(world: World, outsider: Client) -> None:
    _scene, version = make_letter(world)
    _link, code = give(world, version)
    assert outsider.post(f"/outside/{TOKEN}", data={"code": code}).status_code == 200
    with time.at(NOW + HOUR - timedelta(seconds=1)):
        assert outsider.post(f"/outside/{TOKEN}", data={"code": code}).status_code == 200
    with time.at(NOW + HOUR):
        gone = outsider.post(f"/outside/{TOKEN}", data={"code": code})
    assert (gone.status_code, "This link was used." in gone.text) == (410, True)


def test_codes_that_come_at_once_are_each_a_try(world: World, outsider: Client) -> None:
    _scene, version = make_letter(world)
    give(world, version)
    db.session.expire_all()
    with unit_of_work():
        link_of(TOKEN)
        if db.engine.dialect.name == "postgresql":  # SQLite lets one writer in at a time anyway
            held = column("relation") == literal_column("'outside_link'::regclass")
            locks = select(column("mode")).select_from(table("pg_locks")).where(held, column("mode") == "RowShareLock")
            assert db.session.scalars(locks).all() == ["RowShareLock"]


def test_it_expires_locks_and_is_revoked(world: World, outsider: Client) -> None:
    _scene, version = make_letter(world)
    link, code = give(world, version, days=1)
    with time.at(NOW + DAY):
        assert "This link is over." in outsider.get(f"/outside/{TOKEN}").text
    for left in (4, 3, 2, 1, 0):
        assert f"Tries left: {left}." in outsider.post(f"/outside/{TOKEN}", data={"code": "WRNG2345"}).text
    locked = outsider.post(f"/outside/{TOKEN}", data={"code": code})
    assert (locked.status_code, "locked after wrong codes" in locked.text) == (410, True)
    with pytest.raises(DomainError), unit_of_work():
        revoke_link(actor=by(world.nurse), link=link)
    with unit_of_work():
        link.token_hash = None
    link, code = give(world, version)
    with unit_of_work():
        revoke_link(actor=by(world.physician), link=link)
    assert "taken back" in outsider.post(f"/outside/{TOKEN}", data={"code": code}).text
    assert outsider.get("/outside/unknown").status_code == 404
    with unit_of_work():
        assert render_letter(link.id) is None


def test_a_letter_that_no_longer_counts_opens_no_more_and_its_reader_is_told_once(
    world: World, outsider: Client
) -> None:
    _scene, version = make_letter(world)
    link, code = give(world, version)
    outsider.post(f"/outside/{TOKEN}", data={"code": code})
    unread = give_unread(world, version)
    assert recall_letters() == 0
    with unit_of_work():
        mark_entered_in_error(actor=by(world.chair), version=version, reason="Wrong case")
    gone = outsider.post(f"/outside/{TOKEN}", data={"code": code})
    assert (gone.status_code, "no longer counts" in gone.text) == (410, True)
    assert [recall_letters(), recall_letters()] == [1, 0]
    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "olga@practice.example")).all()
    recalls = [mail for mail in mails if mail.secret_kind is None]
    assert [mail.subject for mail in recalls] == ["A letter you opened no longer counts"]
    assert [one for one in (version.case.number, "Resect", "sigmoid") if one in text_of(recalls[0])] == []
    assert link.state_at(NOW) is unread.state_at(NOW) is LinkState.REPLACED
    with pytest.raises(DomainError):
        give(world, version)
    page = outsider.sign_in(world.nurse).get(f"/letters/{version.id}/outside").text
    assert ("Send the link" in page, "that it no longer counts" in page) == (False, True)


def give_unread(world: World, version: SignedVersion) -> OutsideLink:
    with unit_of_work():
        return give_link(
            actor=by(world.nurse), version=version, name="U", email="u@p.example", days=3, names_patient=False
        ).link


def test_a_withdrawal_ends_the_links_that_still_work(world: World) -> None:
    _scene, version = make_letter(world)
    used, over = give(world, version).link, give_unread(world, version)
    with unit_of_work():
        revoke_link(actor=by(world.nurse), link=over)
    with unit_of_work():
        end_consent(actor=by(world.nurse), case=version.case, on=NOW.date())
    assert [link.state_at(NOW) for link in (used, over)] == [LinkState.REVOKED] * 2


def test_a_letter_of_a_patient_who_withdrew_is_given_to_nobody(world: World) -> None:
    _scene, version = make_letter(world)
    version.case.consent = Consent.WITHDRAWN
    save(version.case)
    with pytest.raises(DomainError):
        give(world, version)


def test_days_are_checked_and_a_code_belongs_to_its_link(world: World) -> None:
    _scene, version = make_letter(world)
    for days in (0, 31):
        with pytest.raises(DomainError):
            give(world, version, days=days)
    first, second = give(world, version), give_unread(world, version)
    with unit_of_work():
        assert not try_code(actor=STRANGER, link=second, code=first.code)
        assert try_code(actor=STRANGER, link=first.link, code=first.code)


def test_where_no_pdf_can_be_made_the_page_stands(
    world: World, outsider: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: Any) -> bytes:
        raise MissingGlyphError

    _scene, version = make_letter(world)
    _link, code = give(world, version)
    monkeypatch.setattr(opening, "pdf_of", refuse)
    answered = outsider.post(f"/outside/{TOKEN}", data={"code": code, "do": "pdf"})
    assert (answered.status_code, "lack characters" in answered.text, "Resect" in answered.text) == (200, True, True)
