"""Forms that set up second factors."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.signin import totp
from eboard.signin.actions.factors import NAME_LENGTH
from eboard.signin.forms.signing_in import CODE_LENGTH, PasskeyForm


class AuthenticatorForm(Form):
    """A new authenticator app: its secret, which the page shows, and the code that shows that it arrived."""

    secret = HiddenField()
    name = StringField(_("Name of the device"), [Length(max=NAME_LENGTH)], [strip])
    code = StringField(
        _("Code the app shows"), [DataRequired(_("Type the code the app shows.")), Length(max=CODE_LENGTH)], [strip]
    )

    def offer(self) -> str:
        """The secret of this page: the one it was shown with, else a new one."""
        if not totp.is_secret(self.secret.data or ""):
            self.secret.data = totp.new_secret()
        return str(self.secret.data)


class NewPasskeyForm(PasskeyForm):
    """A new passkey."""

    name = StringField(_("Name of the passkey"), [Length(max=NAME_LENGTH)], [strip])
