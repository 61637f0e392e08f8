"""Forms around signing in."""

from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.people.passwords import MOST

ADDRESS_LENGTH = 254  # RFC 5321 section 4.5.3.1.3


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _("E-mail address"), [DataRequired(_("Give your e-mail address.")), Length(max=ADDRESS_LENGTH)], [strip]
    )
    password = PasswordField(_("Password"), [InputRequired(_("Give your password.")), Length(max=MOST)])


class ConfirmForm(Form):
    """The password once more."""

    password = PasswordField(_("Your password"), [InputRequired(_("Give your password.")), Length(max=MOST)])
