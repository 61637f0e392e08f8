"""The filters of the review page."""

from uuid import UUID

from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional, ValidationError

from eboard.core.i18n import gettext as _
from eboard.core.i18n import lazy
from eboard.core.web.forms import Form, strip


class LookForm(Form):
    """A GET form, so that the address says what is shown."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    person = StringField(lazy("Person (e-mail address)"), filters=[strip])
    subject = StringField(lazy("Row (id)"), filters=[strip])
    event = StringField(lazy("Event begins with"), filters=[strip])
    first_day = DateField(lazy("From"), validators=[Optional()])
    last_day = DateField(lazy("To"), validators=[Optional()])
    refused_only = BooleanField(lazy("Refused only"))

    def validate_subject(self, field: StringField) -> None:
        """An id or nothing."""
        if field.data:
            try:
                UUID(field.data)
            except ValueError:
                raise ValidationError(_("This is not an id. Copy it from the list.")) from None
