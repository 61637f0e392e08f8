"""The rule of a series as a form."""

from datetime import date

from wtforms import DateField, IntegerField, SelectField, SelectMultipleField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.models import Board, Series
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionedForm, ZoneField
from eboard.meetings.actions.series import SeriesFacts

REPEATS = {str(one): one for one in Repeat}
HOLIDAYS = {str(one): one for one in OnHoliday}
WEEKDAYS = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
WEEKS = [
    ("1", _("First")),
    ("2", _("Second")),
    ("3", _("Third")),
    ("4", _("Fourth")),
    ("5", _("Fifth")),
    ("-1", _("Last")),
]


class SeriesForm(VersionedForm):
    """When a board meets again and again."""

    repeat = SelectField(_("How often"), choices=Repeat.choices)
    weekday = SelectField(_("Day of the week"), choices=lambda: WEEKDAYS)
    weeks_of_month = SelectMultipleField(
        _("Weeks of the month"),
        choices=lambda: WEEKS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    starts_at = TimeField(_("Start"), [InputRequired(_("Enter the start, for example 14:00."))])
    minutes = IntegerField(_("Length in minutes"), [InputRequired(_("Enter the minutes as a number."))])
    zone = ZoneField(_("Time zone"), [InputRequired(_("Enter a time zone, for example America/Chicago."))])
    first_day = DateField(_("First day"), [InputRequired(_("Choose the first day."))])
    last_day = DateField(_("Last day"), [Optional()])
    on_holiday = SelectField(_("On a holiday of the host"), choices=OnHoliday.choices)
    exceptions = TextAreaField(_("Days left out"), default="")

    @classmethod
    def for_series(cls, series: Series) -> "SeriesForm":
        """The form filled from a series."""
        return cls(obj=series, exceptions="\n".join(series.exceptions), version=series.row_version)

    @classmethod
    def for_board(cls, board: Board, today: date) -> "SeriesForm":
        """The form for a new series of a board."""
        return cls(zone=board.zone, minutes=board.usual_minutes, first_day=today)

    def validate_exceptions(self, field: TextAreaField) -> None:
        """One day a line, as 2026-12-24."""
        for line in (field.data or "").split():
            try:
                date.fromisoformat(line)
            except ValueError:
                raise ValidationError(gettext("“%(line)s” is not a day. Write it as 2026-12-24.", line=line)) from None

    def facts(self) -> SeriesFacts:
        """What was typed, as a value."""
        return SeriesFacts(
            repeat=REPEATS[self.repeat.data],
            weekday=self.weekday.data,
            weeks_of_month=self.weeks_of_month.data,
            starts_at=self.starts_at.data,
            minutes=self.minutes.data,
            zone=self.zone.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            exceptions=(self.exceptions.data or "").split(),
            on_holiday=HOLIDAYS[self.on_holiday.data],
        )
