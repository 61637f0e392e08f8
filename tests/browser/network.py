"""A small network in a served application, whose people can sign in on the page."""

from contextvars import copy_context

from flask import Flask

from eboard.audit import SYSTEM
from eboard.core.db import db, unit_of_work
from eboard.people.actions.passwords import set_password
from eboard.people.models import Person
from tests.world import World, make_world

PASSWORD = "seven calm otters rest"


class Emails(dict[str, str]):
    """The address of everybody in the network by what he or she is there."""


def populate(app: Flask) -> Emails:
    """Fill the database with the network of the tests, committed; returns everybody's address."""

    def fill() -> Emails:
        with app.app_context():
            world: World = make_world()
            people = {name: row for name, row in vars(world).items() if isinstance(row, Person)}
            with unit_of_work():
                for person in people.values():
                    set_password(actor=SYSTEM, person=person, password=PASSWORD)
            emails = Emails({name: person.email for name, person in people.items()})
            db.session.remove()
            return emails

    return copy_context().run(fill)
