"""Forms of one's own account."""

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.core.i18n import languages
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import VersionField, ZoneField, strip
from eboard.people.enums import Specialty, Told

NAME_LENGTH = 100


class ProfileForm(Form):
    """Name, zone, language, specialties, and how to be told."""

    version = VersionField()
    title = StringField(_("Title"), [Length(max=NAME_LENGTH)], [strip])
    given_name = StringField(
        _("Given name"), [InputRequired(_("Give your given name.")), Length(max=NAME_LENGTH)], [strip]
    )
    family_name = StringField(
        _("Family name"), [InputRequired(_("Give your family name.")), Length(max=NAME_LENGTH)], [strip]
    )
    zone = ZoneField(_("Time zone"), [InputRequired(_("Choose your time zone."))], [strip])
    locale = SelectField(_("Language"), choices=languages)
    told = SelectField(_("How to be told about meetings"), coerce=Told, choices=Told.choices)
    specialties = SelectMultipleField(
        _("Specialties"),
        coerce=Specialty,
        choices=Specialty.choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
