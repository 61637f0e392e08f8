"""When the care team is asked what became of a recommendation, and what an answer must say.

Asked 30 and 90 days after the signature, as follow-up is usually done. In Bonn 68 % of 13,050 recommendations were
followed wholly and half of the complete deviations had no reason on record; so a deviation without one is refused.
"""

from datetime import datetime, timedelta

from eboard.core.i18n import gettext as _
from eboard.followup.enums import DEVIATIONS, DeviationReason, Followed

FIRST, SECOND = timedelta(days=30), timedelta(days=90)  # after the signature
AGAIN = timedelta(days=30)  # after "still to come"
FINAL = frozenset({Followed.DONE, Followed.LOST})


def next_due(
    followed: Followed, reason: DeviationReason | None, *, signed_at: datetime, moment: datetime
) -> datetime | None:
    """When to ask again after an answer given at ``moment``; None once nothing more can come of it.

    An answer given less than 30 days before the second time counts for it.
    """
    if followed is Followed.PENDING:
        return moment + AGAIN
    if followed in FINAL or reason is DeviationReason.DIED:
        return None
    second = signed_at + SECOND
    return second if second - moment >= AGAIN else None


def gap(followed: Followed | None, reason: DeviationReason | None, note: str) -> tuple[str, str] | None:
    """The field that lacks something, and the sentence to show beside it; None for a whole answer."""
    if followed is None:
        return "followed", _("Say what became of it.")
    if followed not in DEVIATIONS:
        return None
    if reason is None:
        return "reason", _("Choose the reason.")
    if reason is DeviationReason.OTHER and not note:
        return "note", _("Say in a few words what the reason was.")
    return None
