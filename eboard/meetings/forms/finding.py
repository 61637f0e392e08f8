"""What time is looked for, as it stands in the address."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from babel.support import LazyProxy
from werkzeug.datastructures import MultiDict
from wtforms import DateField, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, ValidationError

from eboard.boards.models import Board
from eboard.core import time
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip
from eboard.meetings.forms.agenda import as_id
from eboard.meetings.timing import LONGEST_MINUTES

LONGEST_WINDOW = 42  # days
USUAL_WINDOW = 14
USUAL_HOURS = (7, 19)
LONGEST_NOTICE = 24 * 60  # hours
MOST_PEOPLE = 80
REQUIRED, OPTIONAL, NOT_ASKED = "r", "o", "n"
NEEDS = {REQUIRED: _("Required"), OPTIONAL: _("Optional"), NOT_ASKED: _("Not asked")}
QUESTION = frozenset({"first_day", "last_day", "minutes", "opens", "closes", "notice", "show"})
HOURS = _("Enter an hour from 0 to 24.")


class NumberField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse it, or say what is wanted."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a whole number.")) from None


class Within:
    """A number between two others, both included; what is no number has its sentence already."""

    def __init__(self, least: int, most: int, message: LazyProxy) -> None:
        self.least, self.most, self.message = least, most, message

    def __call__(self, _form: Form, field: IntegerField) -> None:
        """Refuse a number outside."""
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(str(self.message))


class FindTimeForm(Form):
    """A window, a length and hours on the clocks of the board; people stand in the address as id=need."""

    class Meta:
        """Nothing is changed, so that an address can be shared."""

        csrf = False

    first_day = DateField(_("First day"), [InputRequired(_("Choose the first day."))])
    last_day = DateField(_("Last day"), [InputRequired(_("Choose the last day."))])
    minutes = NumberField(
        _("Length in minutes"),
        [
            InputRequired(_("Enter the minutes as a number.")),
            Within(5, LONGEST_MINUTES, _("A meeting lasts between 5 minutes and 8 hours.")),
        ],
    )
    opens = NumberField(_("From hour"), [InputRequired(HOURS), Within(0, 23, HOURS)])
    closes = NumberField(_("Until hour"), [InputRequired(HOURS), Within(1, 24, HOURS)])
    notice = NumberField(
        _("Hours from now at least"),
        [
            InputRequired(_("Enter the hours as a number.")),
            Within(0, LONGEST_NOTICE, _("Enter between 0 hours and 60 days.")),
        ],
    )
    person = StringField(_("Somebody else"), filters=[strip], default="")
    person_id = HiddenField(default="")

    @classmethod
    def for_board(cls, board: Board, arguments: Mapping[str, str]) -> "FindTimeForm":
        """The form as the address fills it; what it leaves out is as usual for the board."""
        first = time.wall(time.now() + timedelta(hours=board.cutoff_hours), board.zone).date()
        usual = {
            "first_day": first.isoformat(),
            "last_day": (first + timedelta(days=USUAL_WINDOW - 1)).isoformat(),
            "minutes": str(board.usual_minutes),
            "opens": str(USUAL_HOURS[0]),
            "closes": str(USUAL_HOURS[1]),
            "notice": str(board.cutoff_hours),
        }
        return cls(MultiDict({**usual, **arguments}))

    def validate_first_day(self, field: DateField) -> None:
        """A day that clocks can be computed for."""
        _check_century(field.data)

    def validate_last_day(self, field: DateField) -> None:
        """Not before the first day, and not too far from it."""
        _check_century(field.data)
        if field.data is None or self.first_day.data is None:
            return
        days = (field.data - self.first_day.data).days + 1
        if days < 1:
            raise ValidationError(gettext("The last day lies before the first."))
        if days > LONGEST_WINDOW:
            raise ValidationError(gettext("Choose at most %(weeks)s weeks.", weeks=LONGEST_WINDOW // 7))

    def validate_closes(self, field: IntegerField) -> None:
        """There has to be room for the meeting."""
        numbers = (field.data, self.opens.data, self.minutes.data)
        if None not in numbers and field.data * 60 < self.opens.data * 60 + self.minutes.data:
            raise ValidationError(gettext("The meeting does not fit between these hours. Choose a later hour."))


def needs_in(arguments: Mapping[str, str]) -> dict[UUID, str]:
    """The people an address names, each with how much he or she is needed."""
    return {found: need for name, need in arguments.items() if need in NEEDS and (found := as_id(name)) is not None}


def question_in(arguments: Mapping[str, str]) -> dict[str, str]:
    """What of an address belongs to the question, apart from a name that is being looked up."""
    return {name: value for name, value in arguments.items() if name in QUESTION or as_id(name) is not None}


def day_in(arguments: Mapping[str, str], first: date, last: date) -> date | None:
    """The day of the window whose grid an address asks for."""
    try:
        day = date.fromisoformat(arguments.get("show", ""))
    except ValueError:
        return None
    return day if first <= day <= last else None


def _check_century(day: date | None) -> None:
    if day is not None and not time.FIRST_YEAR <= day.year <= time.LAST_YEAR:
        raise ValidationError(gettext("Choose a day of this century."))
