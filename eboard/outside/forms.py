"""Forms of links."""

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip

LONGEST_ADDRESS = 254  # RFC 5321 section 4.5.3.1.3, less the angle brackets


class GiveForm(Form):
    """To whom a letter is given, and for how long."""

    name = StringField(_("Name of the doctor"), [InputRequired(_("Enter the name.")), Length(max=120)], filters=[strip])
    email = StringField(
        _("E-mail"),
        [
            InputRequired(_("Enter the address.")),
            Length(max=LONGEST_ADDRESS),
        ],
        filters=[strip],
    )
    days = IntegerField(
        _("Good for how many days"),
        [InputRequired(_("Enter a number.")), NumberRange(1, 30, _("Enter a number from 1 to 30."))],
        default=7,
    )
    names_patient = BooleanField(_("With the patient's name, record number and birth date"))


class CodeForm(Form):
    """The access code."""

    code = StringField(_("Access code"), [InputRequired(_("Enter the code.")), Length(max=40)], filters=[strip])
