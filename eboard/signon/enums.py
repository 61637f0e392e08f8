"""What trips are for, what can go wrong, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class TripPurpose(StrEnum):
    """Why somebody goes to the provider."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    LINK = "link"
    WELCOME = "welcome"  # an invitation


class Problem(Labelled):
    """Why a trip led nowhere; people read the sentence, the audit holds the value."""

    DOWN = "down", _("The sign-in of your organization does not answer. Try again, or choose another way.")
    MISCONFIGURED = "misconfigured", _("The sign-in of your organization is not set up right. Tell its administrator.")
    STATE = "state", _("This took too long, or began in another browser. Start again.")
    ISSUER = "issuer", _("The answer came from another place than it should. Start again.")
    REFUSED = "refused", _("The sign-in of your organization did not let you through.")
    TOKEN = "token", _("The answer of your organization’s sign-in could not be trusted. Tell its administrator.")
    STALE = "stale", _("Your organization did not ask you again. Confirm in another way, or tell its administrator.")
    UNKNOWN = (
        "unknown",
        _("No account here is linked with it. Sign in with your password and link it in “My account”, or be invited."),
    )
    FOREIGN = "foreign", _("This sign-in belongs to another account.")


class SignOnEvent(StrEnum):
    """What the audit says about providers and trips."""

    PROVIDER_SAVED = "signon.provider_saved"
    PROVIDER_APPROVED = "signon.provider_approved"
    PROVIDER_STOPPED = "signon.provider_stopped"
    REFUSED = "signon.refused"
    LINKED = "signon.linked"
    UNLINKED = "signon.unlinked"
