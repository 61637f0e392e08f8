"""Forms behind one-time links."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import ZoneField, strip
from eboard.people.forms.fields import ADDRESS_LENGTH, new_password


class ForgottenForm(Form):
    """Whose password is forgotten."""

    email = StringField(
        _("E-mail address"), [DataRequired(_("Give your e-mail address.")), Length(max=ADDRESS_LENGTH)], [strip]
    )


class AddressForm(Form):
    """The address that somebody is to have."""

    email = StringField(
        _("New e-mail address"), [DataRequired(_("Give the new e-mail address.")), Length(max=ADDRESS_LENGTH)], [strip]
    )


class NewPasswordForm(Form):
    """A new password."""

    password, again = new_password()


class WelcomeForm(Form):
    """The first password, and the zone."""

    zone = ZoneField(_("Time zone"), [DataRequired(_("Choose your time zone."))], [strip])
    password, again = new_password()
