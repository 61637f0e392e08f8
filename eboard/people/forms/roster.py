"""The form that takes in a list of people."""

from uuid import UUID

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from eboard.core.i18n import lazy as _
from eboard.core.web import Form


class RosterForm(Form):
    """A CSV file and the organization its people join."""

    organization = SelectField(_("Organization"), coerce=UUID)
    file = FileField(_("CSV file"), [FileRequired(_("Choose a file."))])
