"""A small network in a served application, whose people can sign in on the page."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from flask import Flask

from eboard.audit import SYSTEM
from eboard.core.db import db, unit_of_work
from eboard.people.actions.passwords import set_password
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Person
from eboard.signin.actions.proving import sealed
from eboard.signin.totp import place_of
from tests.world import World, make_world

Result = TypeVar("Result")

PASSWORD = "seven calm otters rest"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of everybody's authenticator app


class Emails(dict[str, str]):
    """The address of everybody in the network by what he or she is there."""


def inside(app: Flask, work: Callable[[], Result]) -> Result:
    """Do something in the application beside its server, committed or only read."""

    def run() -> Result:
        with app.app_context():
            result = work()
            db.session.remove()
            return result

    return copy_context().run(run)


def give_app(person: Person) -> None:
    """Give somebody an authenticator app with the secret of the tests."""
    app = Credential(person_id=person.id, kind=CredentialKind.TOTP, data={"last": 0, "name": "phone"})
    app.secret = sealed(SECRET, place_of(app.id))
    db.session.add(app)


def populate(app: Flask) -> Emails:
    """Fill the database with the network of the tests, committed; returns everybody's address."""

    def fill() -> Emails:
        world: World = make_world()
        people = {name: row for name, row in vars(world).items() if isinstance(row, Person)}
        with unit_of_work():
            for person in people.values():
                set_password(actor=SYSTEM, person=person, password=PASSWORD)
                give_app(person)
        return Emails({name: person.email for name, person in people.items()})

    return inside(app, fill)
