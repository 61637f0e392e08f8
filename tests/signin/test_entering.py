"""What no page does: proofs out of order, an account that is closed, a lock by hand."""

import pytest

from eboard.core.db import unit_of_work
from eboard.core.errors import DomainError
from eboard.people.actions.signin import Origin
from eboard.people.enums import PersonState
from eboard.signin.actions.entering import Waiting, enter, go_on
from eboard.signin.enums import Proof
from tests.client import Client
from tests.world import World

WHERE = Origin(address="127.0.0.1", browser="tests", device="a device")


@pytest.mark.parametrize("proof", [Proof.CODE, Proof.RECOVERY_CODE, Proof.NEW_FACTOR, Proof.RECOVERY])
def test_a_second_proof_is_no_first_one(world: World, proof: Proof) -> None:
    with unit_of_work(), pytest.raises(DomainError):
        enter(person=world.nurse, proof=proof, origin=WHERE)


def test_a_first_proof_is_no_second_one(world: World) -> None:
    with unit_of_work():
        waiting = enter(person=world.nurse, proof=Proof.PASSWORD, origin=WHERE)
        assert isinstance(waiting, Waiting)
        with pytest.raises(DomainError):
            go_on(attempt=waiting.attempt, proof=Proof.PASSWORD, origin=WHERE)


@pytest.mark.parametrize("state", [PersonState.INVITED, PersonState.DEACTIVATED, PersonState.VERIFIED])
def test_an_account_that_is_not_active_is_not_entered(world: World, state: PersonState) -> None:
    with unit_of_work():
        world.nurse.state = state
        with pytest.raises(DomainError):
            enter(person=world.nurse, proof=Proof.PASSKEY, origin=WHERE)


def test_a_sign_in_is_locked_by_hand(world: World, client: Client) -> None:
    assert client.sign_in(world.nurse).post("/lock").location == "/unlock?next=/"
    assert client.get("/account/").location == "/unlock?next=/account/"
