"""What pages of other packages show of attendance."""

from dataclasses import dataclass

from eboard import access
from eboard.attendance.queries import open_mark, silent_mark, takes_attendance, walk_ins_of
from eboard.attendance.sheet import Sheet, sheet_of
from eboard.attendance.views.blueprint import blueprint
from eboard.meetings.enums import MeetingState
from eboard.meetings.models import Attendance, Meeting


@dataclass(frozen=True, slots=True)
class Mine:
    """How I stand to a meeting that takes attendance."""

    mark: Attendance | None  # I am there
    silenced: Attendance | None  # silence closed my stretch


@blueprint.app_template_global("my_attendance")
def my_attendance(meeting: Meeting) -> Mine | None:
    """My own attendance while the meeting takes it; None before and after."""
    person = access.viewer()
    if person is None or not takes_attendance(meeting):
        return None
    is_live = meeting.state is MeetingState.LIVE
    return Mine(open_mark(meeting, person.id), silent_mark(meeting, person.id) if is_live else None)


@blueprint.app_template_global("attendance_sheet")
def attendance_sheet(meeting: Meeting) -> Sheet | None:
    """Everything that is derived from a meeting's attendance, once it was started."""
    return sheet_of(meeting)


@blueprint.app_template_global("walk_ins_waiting")
def walk_ins_waiting(meeting: Meeting) -> int:
    """How many walk-ins the staff has to settle."""
    return len(walk_ins_of(meeting))
