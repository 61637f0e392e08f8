"""The rule of a series as a form."""

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from wtforms import (
    DateField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.availability.rotation import Fairness, Rhythm, Site, fairness, propose
from eboard.boards.enums import OnHoliday, Repeat
from eboard.boards.models import Board, Series
from eboard.boards.recurrence import Pattern, days
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.time import LAST_YEAR, now
from eboard.core.web.forms import VersionedForm, ZoneField
from eboard.meetings.actions.series import AHEAD, SeriesFacts, check_first_day, check_minutes

REPEATS = {str(one): one for one in Repeat}
HOLIDAYS = {str(one): one for one in OnHoliday}
TURNS = [(str(n), str(n)) for n in (2, 3, 4)]
RHYTHM = ("repeat", "weekday", "weeks_of_month", "minutes", "zone", "first_day", "last_day")
CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
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
    starts_at = TimeField(_("Start"), [Optional()])
    rotation = StringField(_("Starts in turn"), default="")
    turns = SelectField(_("How many"), choices=lambda: TURNS, default="3")
    minutes = IntegerField(_("Length in minutes"), [InputRequired(_("Enter the minutes as a number."))])
    zone = ZoneField(_("Time zone"), [InputRequired(_("Enter a time zone, for example America/Chicago."))])
    first_day = DateField(_("First day"), [InputRequired(_("Choose the first day."))])
    last_day = DateField(_("Last day"), [Optional()])
    on_holiday = SelectField(_("On a holiday of the host"), choices=OnHoliday.choices)
    exceptions = TextAreaField(_("Days left out"), default="")

    @classmethod
    def for_series(cls, series: Series) -> "SeriesForm":
        """The form filled from a series."""
        return cls(
            repeat=series.repeat,
            weekday=series.weekday,
            weeks_of_month=series.weeks_of_month,
            starts_at=series.starts_at,
            rotation=", ".join(series.rotation),
            minutes=series.minutes,
            zone=series.zone,
            first_day=series.first_day,
            last_day=series.last_day,
            on_holiday=series.on_holiday,
            exceptions="\n".join(series.exceptions),
            version=series.row_version,
        )

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

    def validate_rotation(self, field: StringField) -> None:
        """Times such as 08:00, parted by commas or blanks."""
        for word in _words(field.data):
            if CLOCK.fullmatch(word) is None:
                raise ValidationError(gettext("“%(word)s” is not a time. Write it as 08:00.", word=word))

    def validate(self, extra_validators: Any = None) -> bool:
        """Beyond the fields: there is one start, or several in turn."""
        is_valid = bool(super().validate(extra_validators))
        if self.starts_at.data is None and not self.starts_at.errors and not self.rotation.data:
            self.starts_at.errors = [gettext("Enter the start, for example 14:00.")]
            return False
        return is_valid

    @property
    def starts(self) -> list[time]:
        """The starts in turn; empty without a rotation."""
        clocks = [CLOCK.fullmatch(word) for word in _words(self.rotation.data)]
        return [time(int(found[1]), int(found[2])) for found in clocks if found]

    def fill_rotation(self, starts: Sequence[time]) -> None:
        """Write starts into the form."""
        self.rotation.data = ", ".join(f"{start:%H:%M}" for start in starts)

    @property
    def has_rhythm(self) -> bool:
        """Whether all that decides the days is there and makes sense."""
        return not any(self._fields[name].errors for name in RHYTHM)

    def fairest(self, sites: Sequence[Site]) -> list[time]:
        """As many starts as were asked for; raises DomainError as `fairness` does."""
        return propose(self._rhythm(), sites, int(self.turns.data))

    def fairness(self, sites: Sequence[Site]) -> Fairness:
        """What the typed rotation asks of each site; raises DomainError for a rule that names no day to come."""
        return fairness(self.starts, self._rhythm(), sites)

    def _rhythm(self) -> Rhythm:
        """The days of the coming year that the rule names, also those to be left out."""
        first = max(self.first_day.data, now().date())
        check_first_day(self.first_day.data)
        check_minutes(self.minutes.data)
        named = list(days(self._pattern(), start=first, until=min(first + AHEAD, date(LAST_YEAR, 12, 31))))
        if not named:
            raise DomainError(gettext("This rule names no day in the coming year."), field="repeat")
        return Rhythm(zone=self.zone.data, minutes=self.minutes.data, days=named)

    def _pattern(self) -> Pattern:
        return Pattern(
            repeat=REPEATS[self.repeat.data],
            weekday=self.weekday.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            weeks_of_month=frozenset(int(week) for week in self.weeks_of_month.data),
        )

    def facts(self) -> SeriesFacts:
        """What was typed, as a value; a rotation's first start stands for all where one is shown."""
        starts = self.starts
        return SeriesFacts(
            repeat=REPEATS[self.repeat.data],
            weekday=self.weekday.data,
            weeks_of_month=self.weeks_of_month.data,
            starts_at=starts[0] if starts else self.starts_at.data,
            rotation=[f"{start:%H:%M}" for start in starts],
            minutes=self.minutes.data,
            zone=self.zone.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            exceptions=(self.exceptions.data or "").split(),
            on_holiday=HOLIDAYS[self.on_holiday.data],
        )


def _words(text: str | None) -> list[str]:
    return (text or "").replace(",", " ").split()
