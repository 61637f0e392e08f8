"""What people type while they prepare a meeting."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionField, strip

LONGEST_NOTE = 10_000  # characters


class NoteForm(Form):
    """A note for the meeting."""

    version = VersionField(default=0)
    text = TextAreaField(
        _("Note for the meeting"),
        [Length(max=LONGEST_NOTE, message=_("This note is too long. Shorten it to 10,000 characters."))],
        filters=[strip],
        default="",
    )


class PreparerForm(Form):
    """Who prepares a case."""

    person_id = StringField(_("Preparer"), default="")
