"""A holiday as a form."""

from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip


class HolidayForm(Form):
    """A day off and its name."""

    day = DateField(_("Day"), [InputRequired(_("Choose a day."))])
    name = StringField(_("Name"), [InputRequired(_("Enter the name of the day.")), Length(max=80)], filters=[strip])
