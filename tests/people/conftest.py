"""What the tests of people share."""

from collections.abc import Callable

import pytest

from eboard.core.db import unit_of_work
from eboard.people.enums import CredentialKind
from eboard.people.models import Credential, Person
from eboard.people.passwords import hash_password
from tests.world import add

PASSWORD = "wooden kettle under snow"


@pytest.fixture
def with_password() -> Callable[..., Person]:
    """Give somebody a password."""

    def give(person: Person, password: str = PASSWORD) -> Person:
        with unit_of_work():
            add(Credential(person_id=person.id, kind=CredentialKind.PASSWORD, secret=hash_password(password)))
        return person

    return give
