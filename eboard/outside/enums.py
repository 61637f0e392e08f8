"""States of a link, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class LinkState(Labelled):
    """What can be done with a link."""

    WAITING = "waiting", _("Not opened yet"), "neutral"
    OPEN = "open", _("Being read"), "accent"
    READ = "read", _("Read"), "ok"
    EXPIRED = "expired", _("Expired"), "warn"
    LOCKED = "locked", _("Locked: wrong codes"), "late"
    REVOKED = "revoked", _("Revoked"), "neutral"
    REPLACED = "replaced", _("The letter no longer counts"), "warn"


USABLE_STATES = frozenset({LinkState.WAITING, LinkState.OPEN})


class OutsideEvent(StrEnum):
    """What the audit says about letters that leave the network."""

    GIVEN = "outside.given"
    OPENED = "outside.opened"
    WRONG_CODE = "outside.wrong_code"
    REVOKED = "outside.revoked"
    RECALLED = "outside.recalled"
