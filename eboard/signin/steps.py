"""The steps of signing in: THE table of which proof leads from where to where.

| at          | proof                            | then                                                              |
|-------------|----------------------------------|-------------------------------------------------------------------|
| the first   | passkey, strong sign-on          | signed in: each of them is two factors                            |
| the first   | password, sign-on                | the second, set-up without a factor, signed in during the grace    |
| the first   | password of a linked account     | the second, also without a factor: a link is a way in that counts  |
| the second  | passkey, code, recovery code     | signed in                                                         |
| the second  | recovery by an administrator     | set-up                                                            |
| set-up      | new factor                       | signed in                                                         |

Everything else leads nowhere.
"""

from dataclasses import dataclass

from eboard.signin.enums import Proof, Step

TWO_IN_ONE = frozenset({Proof.PASSKEY, Proof.STRONG_SIGN_ON})
HALVES = frozenset({Proof.PASSWORD, Proof.SIGN_ON})
SECONDS = frozenset({Proof.PASSKEY, Proof.CODE, Proof.RECOVERY_CODE})


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an account when a proof comes."""

    has_second: bool  # a passkey or an authenticator app
    is_linked: bool = False  # with the sign-in of an organization
    in_grace: bool = False  # may still do without


def after(step: Step, proof: Proof, standing: Standing) -> Step | None:
    """The step that a proof leads to; None where it leads nowhere."""
    if step is Step.FIRST and proof in TWO_IN_ONE:
        return Step.DONE
    if step is Step.FIRST and proof in HALVES:
        return _after_half(proof, standing)
    if step is Step.SECOND and proof in SECONDS:
        return Step.DONE
    if step is Step.SECOND and proof is Proof.RECOVERY:
        return Step.SET_UP
    if step is Step.SET_UP and proof is Proof.NEW_FACTOR:
        return Step.DONE
    return None


def _after_half(proof: Proof, standing: Standing) -> Step:
    # A mailbox is enough for a new password; it must not be enough to set up a factor beside a linked sign-in.
    if standing.has_second or (standing.is_linked and proof is Proof.PASSWORD):
        return Step.SECOND
    return Step.DONE if standing.in_grace else Step.SET_UP
