"""What pages of other packages show of a forecast."""

from collections.abc import Collection

from flask import Blueprint

from eboard import access
from eboard.access import Permission
from eboard.core import time
from eboard.forecast.panel import Panel, panel
from eboard.meetings.enums import CHANGEABLE_STATES
from eboard.meetings.models import Meeting
from eboard.meetings.overview import Overview
from eboard.people.models import Person

blueprint = Blueprint("forecast", __name__)


@blueprint.app_template_global("forecast_panel")
def forecast_panel(meeting: Meeting, page: Overview, may: Collection[Permission]) -> Panel | None:
    """The forecast of a meeting that has not begun, for those who plan it; None for everybody else."""
    has_begun = meeting.state not in CHANGEABLE_STATES or meeting.starts_at <= time.now()
    if has_begun or Permission.MEETING_PLAN not in may:
        return None
    choosable = access.visible(access.actor(), Person, Permission.PERSON_CHOOSE)
    readable = {line.slot.item.case_id for line in page.lines if line.is_readable}
    return panel(meeting, [one.person for one in page.asked], readable=readable, choosable=choosable)
