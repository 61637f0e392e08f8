"""The calendar over all boards a person may see: month, week, list."""

from datetime import date
from typing import Any

from babel.dates import format_date
from flask import render_template, request

from eboard import access
from eboard.access import Permission
from eboard.core import i18n, time
from eboard.meetings import calendar as grid
from eboard.meetings.forms.calendar import CalendarQuery
from eboard.meetings.models import Meeting
from eboard.meetings.queries.clashes import clashes
from eboard.meetings.queries.pages import between, ids_of
from eboard.meetings.views.blueprint import blueprint, zone_of_viewer


@blueprint.get("/calendar")
def calendar() -> str:
    """One month, one week, or the coming weeks as a list."""
    actor, zone = access.actor(), zone_of_viewer()
    today = time.wall(time.now(), zone).date()
    asked = CalendarQuery.parse(request.args, today=today)
    statement = access.visible(actor, Meeting, Permission.MEETING_READ)
    found = between(statement, grid.midnight(asked.first, zone), grid.midnight(asked.end, zone))
    planned = ids_of(access.visible(actor, Meeting, Permission.MEETING_PLAN), found)
    days = grid.days(asked.first, asked.end, found, zone=zone, today=today, month=asked.month)
    return render_template(
        "meetings/calendar.html",
        asked=asked,
        days=days,
        hours=grid.hours_shown(days),
        clashes=[
            clash
            for clash in clashes(found)
            if clash.person.id == actor.acts_as or planned & {clash.first.id, clash.second.id}
        ],
        my_zone=zone,
        **_words(asked.day, days),
    )


def _words(day: date, days: list[grid.Day]) -> dict[str, Any]:
    return {
        "month_title": format_date(day, "LLLL y", locale=i18n.locale()),
        "weekdays": [format_date(one.date, "EEE", locale=i18n.locale()) for one in days[:7]],
    }
