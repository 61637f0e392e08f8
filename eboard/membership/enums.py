"""Kinds of agreements, how an organization is covered, what is decided of a person, and what the audit says."""

from enum import StrEnum

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _


class AgreementKind(Labelled):
    """What an organization and the network agreed on."""

    PARTICIPATION = "participation", _("Participation agreement")
    BUSINESS_ASSOCIATE = "business_associate", _("Business associate agreement")  # 45 CFR 164.504(e)
    DATA_USE = "data_use", _("Data use agreement")  # 45 CFR 164.514(e)


class Cover(Labelled):
    """Whether an agreement of an organization is in force."""

    ENDED = "ended", _("ended"), "late"
    MISSING = "missing", _("none recorded"), "warn"
    ENDING = "ending", _("ends soon"), "warn"
    IN_FORCE = "in_force", _("in force"), "ok"
    NOT_NEEDED = "not_needed", _("hub, none is needed"), "neutral"


class Decision(Labelled):
    """What an administrator says of a person in a round."""

    KEEP = "keep", _("Keep"), "ok"
    END = "end", _("End"), "late"


class DutyKind(Labelled):
    """What somebody who left has left behind."""

    SEAT = "seat", _("Role on a board")
    PRESENTING = "presenting", _("To present in a meeting")
    PRESENTER = "presenter", _("Presenter of an open case")
    NOMINATOR = "nominator", _("Nominator of an open case")
    PREPARING = "preparing", _("To read before a meeting")


class MembershipEvent(StrEnum):
    """What is recorded."""

    AGREED = "agreement.recorded"
    AGREEMENT_ENDED = "agreement.ended"
    ROUND_OPENED = "certification.opened"
    CERTIFIED = "certification.decided"
    SUSPENDED = "certification.suspended"
    DUTY_LEFT = "duty.left"
    DUTY_SETTLED = "duty.settled"
