"""Forms around signing in."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.people.forms.fields import ADDRESS_LENGTH
from eboard.people.passwords import MOST

CODE_LENGTH = 60


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _("E-mail address"), [DataRequired(_("Give your e-mail address.")), Length(max=ADDRESS_LENGTH)], [strip]
    )
    password = PasswordField(_("Password"), [InputRequired(_("Give your password.")), Length(max=MOST)])


class ConfirmForm(Form):
    """The password once more."""

    password = PasswordField(_("Your password"), [InputRequired(_("Give your password.")), Length(max=MOST)])


class CodeForm(Form):
    """A code of an authenticator app, or a recovery code."""

    code = StringField(_("Code"), [DataRequired(_("Type the code.")), Length(max=CODE_LENGTH)], [strip])


class HandedOverForm(Form):
    """The code an administrator handed over."""

    handed_over = StringField(
        _("Code from your administrator"), [DataRequired(_("Type the code.")), Length(max=CODE_LENGTH)], [strip]
    )


class PasskeyForm(Form):
    """What the browser says for a passkey; a script fills it in."""

    answer = HiddenField()
