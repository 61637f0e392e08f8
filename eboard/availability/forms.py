"""Forms of one's availability."""

from wtforms import StringField
from wtforms.validators import DataRequired, InputRequired

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.people.forms.fields import DayField, KeyField


class SecretField(StringField):
    """A text that is never sent back, not even to whoever typed it."""

    def _value(self) -> str:
        return ""


class CalendarForm(Form):
    """The address of a published calendar."""

    address = SecretField(_("Address of the calendar"), [DataRequired(_("Paste the address."))], [strip])


class AbsenceForm(Form):
    """From when to when somebody is away, and who stands in."""

    starts_on = DayField(_("First day away"), [InputRequired(_("Give the first day."))])
    ends_on = DayField(_("Last day away"), [InputRequired(_("Give the last day."))])
    deputy = StringField(_("Who stands in"), filters=[strip])
    deputy_id = KeyField()
