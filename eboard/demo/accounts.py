"""The accounts that a visitor may sign in with, one for each role."""

from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.core.i18n import lazy as _

PASSWORD = "meridian otter lantern 42"  # noqa: S105 - shown to everybody, and never made in production
SECRET = "DEMODEMODEMODEMODEMODEMODEMODEMO"  # noqa: S105 - of everybody's authenticator app; never made in production
DOMAIN = "eboard.example"
MEMBER = "REGI"  # the member whose people most accounts are


@dataclass(frozen=True, slots=True)
class Account:
    """An account: the part of its address before the @, and what its owner is."""

    mailbox: str
    role: LazyProxy
    hospital: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return f"{self.mailbox}@demo.{DOMAIN}"


ACCOUNTS: tuple[Account, ...] = (
    Account("nurse", _("Care team of a member"), MEMBER),
    Account("physician", _("Referring physician of a member"), MEMBER),
    Account("coordinator", _("Coordinator of several boards"), "HUB"),
    Account("chair", _("Chair of the gastrointestinal board"), "HUB"),
    Account("deputy", _("Deputy chair of the gastrointestinal board"), "HUB"),
    Account("radiologist", _("Radiologist on two panels"), "HUB"),
    Account("observer", _("Observer of a board"), "BLUE"),
    Account("administrator", _("Administrator of a member"), MEMBER),
    Account("network", _("Administrator of the network"), "HUB"),
    Account("auditor", _("Auditor"), "HUB"),
)
