"""A small network in a served application, whose people can sign in on the page."""

from collections.abc import Callable
from contextvars import copy_context
from typing import TypeVar

from flask import Flask

from eboard.audit import SYSTEM
from eboard.core.db import db, unit_of_work
from eboard.people.actions.passwords import set_password
from eboard.people.models import Person
from tests.world import World, make_world

Result = TypeVar("Result")

PASSWORD = "seven calm otters rest"


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


def populate(app: Flask) -> Emails:
    """Fill the database with the network of the tests, committed; returns everybody's address."""

    def fill() -> Emails:
        world: World = make_world()
        people = {name: row for name, row in vars(world).items() if isinstance(row, Person)}
        with unit_of_work():
            for person in people.values():
                set_password(actor=SYSTEM, person=person, password=PASSWORD)
        return Emails({name: person.email for name, person in people.items()})

    return inside(app, fill)
