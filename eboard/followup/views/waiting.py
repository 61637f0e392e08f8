"""What waits for a care team, as selects for its page and its start page."""

from sqlalchemy import Select

from eboard import access
from eboard.access import Permission
from eboard.audit import Actor
from eboard.core import time
from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _
from eboard.followup import queries
from eboard.followup.models import FollowUp


class Tab(Labelled):
    """The views of the page."""

    DUE = "due", _("Due")
    OVERDUE = "overdue", _("Overdue")
    ANSWERED = "answered", _("Answered")


def waiting_for(actor: Actor, tab: Tab) -> Select[FollowUp]:
    """The follow-ups this person may answer, of one tab."""
    mine = access.visible(actor, FollowUp, Permission.FOLLOW_UP_ANSWER)
    if tab is Tab.ANSWERED:
        return queries.answered(mine)
    return (queries.due if tab is Tab.DUE else queries.overdue)(mine, time.now())
