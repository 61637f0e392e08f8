"""A system of its own with something sealed in every place, and its commands."""

import hashlib

from click.testing import Result
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from eboard.audit import Actor
from eboard.availability.fetching import parse_address
from eboard.availability.models import PublishedCalendar
from eboard.availability.sealing import reveal_address, seal_address
from eboard.cases import identity
from eboard.cases.actions.attachments import attach_file
from eboard.cases.actions.identity import seal_identity
from eboard.cases.enums import AttachmentKind
from eboard.cases.files import storage
from eboard.cases.identity import Identity
from eboard.cases.models import Attachment, Case, PatientIdentity
from eboard.cases.queries.attachments import content_of, folder, names_of_files
from eboard.cases.queries.identities import opened
from eboard.conferences.enums import ProviderKind
from eboard.conferences.models import ConferenceProvider, ConferenceRoom
from eboard.conferences.queries import credentials_of, join_address_of, join_place, old_secret_place
from eboard.core import time
from eboard.core.db import db, unit_of_work
from eboard.core.keys import keyring
from eboard.invitations.enums import Outcome
from eboard.invitations.incoming import place_of
from eboard.invitations.models import IncomingMessage
from eboard.people.actions import held
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, HeldForm
from eboard.sealing.commands import keys
from eboard.signin import totp
from eboard.signin.actions.proving import sealed, secret_of
from eboard.signon import queries as signon
from eboard.signon.models import IdentityProvider
from tests.cases.test_file_contents import FILES
from tests.world import World, make_case, make_meeting

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
FILE = FILES[AttachmentKind.PDF]


def fill(world: World) -> Case:
    """Seal one value in every place there is."""
    actor = Actor(person_id=world.nurse.id)
    with unit_of_work():
        case = make_case(world.north, world.board)
        seal_identity(actor=actor, case=case, identity=Identity(name="Ada Marker", record_number="4711"))
        attach_file(actor=actor, case=case, content=FILE, name="Marker scan.pdf")
        calendar = PublishedCalendar(person_id=world.nurse.id, host="example.org", sealed_address=b"")
        calendar.sealed_address = seal_address(parse_address("https://example.org/secret.ics"), calendar.id)
        provider = ConferenceProvider(
            organization_id=world.north.id, kind=ProviderKind.JITSI, name="Old", url="https://meet.example.org"
        )
        provider.sealed_credentials = keyring().seal(b"jitsi-secret", old_secret_place(provider.id))
        room = ConferenceRoom(meeting_id=make_meeting(world.board).id, provider_id=provider.id, name="room")
        room.sealed_join = keyring().seal(b"https://meet.example.org/room", join_place(room.id))
        mail = IncomingMessage(fingerprint=b"1", received_at=time.now(), outcome=Outcome.PARKED)
        mail.sealed = keyring().seal(b"Subject: parked", place_of(mail))
        sign_on = IdentityProvider(organization_id=world.north.id, issuer="https://idp.example.org", client_id="eboard")
        sign_on.sealed_secret = keyring().seal(b"client-secret", signon.place_of(sign_on))
        app = Credential(person_id=world.nurse.id, kind=CredentialKind.TOTP, data={"last": 0})
        app.secret = sealed(SECRET, totp.place_of(app.id))
        db.session.add_all([calendar, provider, mail, sign_on, app])
        db.session.flush()
        db.session.add(room)
        held.hold(person_id=world.nurse.id, path="/cases/new", entries=held.Entries([("question", "typed")], False))
    return case


def put_back() -> None:
    """Seal what belongs to an organization as it was sealed before there were data keys."""
    ring, row, file = (
        keyring(),
        db.session.scalars(select(PatientIdentity)).one(),
        db.session.scalars(select(Attachment)).one(),
    )
    with unit_of_work():
        storage.store(content_of(file), row_id=file.id, folder=folder(), sealer=ring)
        row.sealed = identity.seal(opened(row), row_id=row.id, sealer=ring)
        file.sealed_name = storage.seal_name("Marker scan.pdf", row_id=file.id, sealer=ring)


def readable() -> list[object]:
    """Everything that `fill` sealed, opened by the ways the application opens it."""
    db.session.expire_all()
    attachment = db.session.scalars(select(Attachment)).one()
    mail = db.session.scalars(select(IncomingMessage)).one()
    calendar = db.session.scalars(select(PublishedCalendar)).one()
    return [
        opened(db.session.scalars(select(PatientIdentity)).one()).name,
        *names_of_files([attachment]).values(),
        hashlib.sha256(content_of(attachment)).digest() == attachment.sha256,
        reveal_address(calendar.sealed_address, calendar.id).text,
        credentials_of(db.session.scalars(select(ConferenceProvider).where(ConferenceProvider.name == "Old")).one()),
        join_address_of(db.session.scalars(select(ConferenceRoom)).one()),
        keyring().reveal(mail.sealed or b"", place_of(mail)),
        signon.secret_of(db.session.scalars(select(IdentityProvider)).one()),
        secret_of(db.session.scalars(select(Credential).where(Credential.kind == CredentialKind.TOTP)).one()),
        held.reveal(db.session.scalars(select(HeldForm)).one()).fields,
    ]


PLAIN = [
    "Ada Marker",
    "Marker scan.pdf",
    True,
    "https://example.org/secret.ics",
    {"secret": "jitsi-secret"},
    "https://meet.example.org/room",
    b"Subject: parked",
    "client-secret",
    SECRET,
    [("question", "typed")],
]


def run(app: Flask, *arguments: str, typed: str = "") -> Result:
    """Run ``eboard keys`` with these arguments."""
    obj = ScriptInfo(create_app=lambda: app)
    return app.test_cli_runner().invoke(keys, list(arguments), obj=obj, input=typed)
