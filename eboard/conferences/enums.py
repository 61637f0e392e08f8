"""Kinds of providers and agreements, states of a room, what can go wrong, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class ProviderKind(Labelled):
    """How a room is made."""

    FIXED = "fixed", _("Fixed link")
    JITSI = "jitsi", "Jitsi"
    BIGBLUEBUTTON = "bigbluebutton", "BigBlueButton"
    ZOOM = "zoom", "Zoom"
    TEAMS = "teams", "Microsoft Teams"
    WEBEX = "webex", "Webex"


KINDS = {str(kind): kind for kind in ProviderKind}
OWN_KINDS = frozenset({ProviderKind.FIXED, ProviderKind.JITSI, ProviderKind.BIGBLUEBUTTON})  # may run in the house


class AgreementKind(Labelled):
    """On what terms a video service may carry what is said in a meeting."""

    BUSINESS_ASSOCIATE = "business_associate", _("Business associate agreement")  # 45 CFR 164.504(e)
    DATA_PROCESSING = "data_processing", _("Data processing agreement")  # GDPR article 28
    OWN_SERVERS = "own_servers", _("None is needed: it runs on our own servers")


class RoomState(Labelled):
    """Where a room at a service is on its way."""

    WANTED = "wanted", _("being prepared"), "neutral"
    READY = "ready", _("ready"), "ok"
    FAILED = "failed", _("not ready: tried again"), "warn"
    REPLACED = "replaced", _("replaced"), "neutral"  # to be ended at the service
    ENDED = "ended", _("ended"), "neutral"


class Problem(Labelled):
    """What can go wrong at a service; the label is a sentence for administrators."""

    REFUSED = "refused", _("The service did not accept the credentials or their rights.")
    LIMITED = "limited", _("The service asks to wait before the next room.")
    DOWN = "down", _("The service did not answer.")
    GARBLED = "garbled", _("The service answered something that is not in its documents.")
    REJECTED = "rejected", _("The service refused the request.")


class ProviderEvent(StrEnum):
    """What is recorded of a video service."""

    REGISTERED = "conference_provider.registered"
    CHANGED = "conference_provider.changed"
    TRIED = "conference_provider.tried"


class RoomEvent(StrEnum):
    """What is recorded of a room."""

    MADE = "conference_room.made"
    ENDED = "conference_room.ended"
