"""Proofs, steps and what the audit says about them."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class Proof(Labelled):
    """By what somebody proved who he or she is."""

    PASSWORD = "password", _("password")
    PASSKEY = "passkey", _("passkey")
    CODE = "code", _("authenticator app")
    RECOVERY_CODE = "recovery_code", _("recovery code")
    SIGN_ON = "sign_on", _("sign-in of the organization")
    STRONG_SIGN_ON = "strong_sign_on", _("sign-in of the organization with a second factor")
    RECOVERY = "recovery", _("recovery by an administrator")
    NEW_FACTOR = "new_factor", _("second factor set up")


class Step(StrEnum):
    """How far somebody has come who is signing in."""

    FIRST = "first"
    SECOND = "second"
    SET_UP = "set_up"
    DONE = "done"


class CeremonyPurpose(StrEnum):
    """What a browser is asked to use a passkey for."""

    SIGN_IN = "sign_in"  # who it is, and that it is he or she
    SECOND = "second"
    SET_UP = "set_up"  # make the first one
    ADD = "add"  # make a further one
    CONFIRM = "confirm"


class RecoveryState(Labelled):
    """How far the recovery of an account has come."""

    WAITING = "waiting", _("waiting"), "warn"
    ALLOWED = "allowed", _("allowed"), "accent"
    HANDED_OVER = "handed_over", _("code handed over"), "accent"
    USED = "used", _("used"), "ok"
    STOPPED = "stopped", _("stopped"), "neutral"


OPEN_RECOVERIES = frozenset({RecoveryState.WAITING, RecoveryState.ALLOWED, RecoveryState.HANDED_OVER})


class SignInEvent(StrEnum):
    """What the audit says about proofs and second factors."""

    STEP_FAILED = "signin.step_failed"
    LOCKED = "signin.locked"
    UNLOCKED = "signin.unlocked"
    FACTOR_ADDED = "signin.factor_added"
    FACTOR_REMOVED = "signin.factor_removed"
    CODES_RENEWED = "signin.codes_renewed"
    CODE_SPENT = "signin.code_spent"
    COPY_SUSPECTED = "signin.copy_suspected"  # a passkey counted backwards: there may be two of it
    RECOVERY_STARTED = "signin.recovery_started"
    RECOVERY_ALLOWED = "signin.recovery_allowed"
    RECOVERY_HANDED_OVER = "signin.recovery_handed_over"
    RECOVERY_STOPPED = "signin.recovery_stopped"
    RECOVERY_USED = "signin.recovery_used"
