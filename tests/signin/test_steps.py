"""The table of steps, by hand and by random walks: nobody is in before two factors, but for the grace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.signin.enums import Proof, Step
from eboard.signin.steps import Standing, after

BARE, HELD, GRACE = Standing(has_second=False), Standing(has_second=True), Standing(has_second=False, in_grace=True)
LINKED = Standing(has_second=False, is_linked=True, in_grace=True)

TABLE: dict[tuple[Step, Proof], tuple[Step | None, Step | None, Step | None]] = {
    (Step.FIRST, Proof.PASSWORD): (Step.SET_UP, Step.SECOND, Step.DONE),
    (Step.FIRST, Proof.SIGN_ON): (Step.SET_UP, Step.SECOND, Step.DONE),
    (Step.FIRST, Proof.PASSKEY): (Step.DONE, Step.DONE, Step.DONE),
    (Step.FIRST, Proof.STRONG_SIGN_ON): (Step.DONE, Step.DONE, Step.DONE),
    (Step.SECOND, Proof.PASSKEY): (Step.DONE, Step.DONE, Step.DONE),
    (Step.SECOND, Proof.CODE): (Step.DONE, Step.DONE, Step.DONE),
    (Step.SECOND, Proof.RECOVERY_CODE): (Step.DONE, Step.DONE, Step.DONE),
    (Step.SECOND, Proof.RECOVERY): (Step.SET_UP, Step.SET_UP, Step.SET_UP),
    (Step.SET_UP, Proof.NEW_FACTOR): (Step.DONE, Step.DONE, Step.DONE),
}


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("proof", list(Proof))
def test_every_pair_leads_where_the_table_says_and_every_other_one_nowhere(step: Step, proof: Proof) -> None:
    found = tuple(after(step, proof, standing) for standing in (BARE, HELD, GRACE))
    assert found == TABLE.get((step, proof), (None, None, None))


def test_beside_a_link_a_password_alone_sets_nothing_up() -> None:
    assert after(Step.FIRST, Proof.PASSWORD, LINKED) is Step.SECOND
    assert after(Step.FIRST, Proof.SIGN_ON, Standing(has_second=False, is_linked=True)) is Step.SET_UP


@given(proofs=st.lists(st.sampled_from(list(Proof)), max_size=12), has_second=st.booleans())
def test_whatever_comes_in_whatever_order_nobody_is_in_with_one_factor(
    *, proofs: list[Proof], has_second: bool
) -> None:
    step, counted = Step.FIRST, []
    for proof in proofs:
        onward = after(step, proof, Standing(has_second=has_second))
        if onward is None:
            continue
        step, counted = onward, [*counted, proof]
        if step is Step.DONE:
            break
    if step is Step.DONE:
        assert len(counted) >= 2 or counted[0] in {Proof.PASSKEY, Proof.STRONG_SIGN_ON}
        if has_second and counted[0] in {Proof.PASSWORD, Proof.SIGN_ON}:
            assert counted[1] in {Proof.PASSKEY, Proof.CODE, Proof.RECOVERY_CODE, Proof.RECOVERY}
