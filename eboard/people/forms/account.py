"""Forms of one's own account."""

from wtforms import BooleanField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.core.i18n import languages
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import VersionedForm, ZoneField, strip
from eboard.people.enums import Specialty
from eboard.people.forms.fields import DayField, KeyField, new_password
from eboard.people.passwords import MOST

NAME_LENGTH = 100


class ProfileForm(VersionedForm):
    """Name, zone, language and specialties."""

    title = StringField(_("Title"), [Length(max=NAME_LENGTH)], [strip])
    given_name = StringField(
        _("Given name"), [DataRequired(_("Give your given name.")), Length(max=NAME_LENGTH)], [strip]
    )
    family_name = StringField(
        _("Family name"), [DataRequired(_("Give your family name.")), Length(max=NAME_LENGTH)], [strip]
    )
    zone = ZoneField(_("Time zone"), [DataRequired(_("Choose your time zone."))], [strip])
    locale = SelectField(_("Language"), choices=languages)
    specialties = SelectMultipleField(
        _("Specialties"),
        coerce=Specialty,
        choices=Specialty.choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class PasswordForm(Form):
    """A new password, proven by the old one."""

    old = PasswordField(_("Your password now"), [InputRequired(_("Give your present password.")), Length(max=MOST)])
    password, again = new_password()


class DelegateForm(Form):
    """Who may act on one's behalf, and how long."""

    delegate = StringField(_("Who"), [DataRequired(_("Choose a person."))], [strip])
    delegate_id = KeyField()
    starts_on = DayField(_("From"), [InputRequired(_("Give the first day."))])
    ends_on = DayField(_("Until"), [Optional()])
    gets_copies = BooleanField(_("Gets a copy of what I am told about meetings"))
