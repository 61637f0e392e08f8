"""Forms of providers."""

from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import DataRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import VersionedForm, strip
from eboard.signon.actions.providers import ProviderFacts

LONG, SHORT = 500, 200


class ProviderForm(VersionedForm):
    """What an administrator says of the provider."""

    issuer = StringField(_("Issuer"), [DataRequired(_("Give the address of the issuer.")), Length(max=LONG)], [strip])
    client_id = StringField(
        _("Identifier of the client"), [DataRequired(_("Give the identifier.")), Length(max=SHORT)], [strip]
    )
    secret = PasswordField(_("Secret of the client"), [Length(max=LONG)])
    acr = StringField(_("Class of authentication (acr) with a second factor"), [Length(max=SHORT)], [strip])
    allows_password = BooleanField(_("Who is linked may also sign in with a password"), default=True)

    @property
    def facts(self) -> ProviderFacts:
        """What was typed, as a value."""
        return ProviderFacts(
            issuer=self.issuer.data,
            client_id=self.client_id.data,
            secret=self.secret.data or "",
            acr=self.acr.data or "",
            allows_password=self.allows_password.data,
        )


class ApprovalForm(Form):
    """What the network says about it."""

    enforces_second_factor = BooleanField(_("By agreement it enforces a second factor"))
    agreement = StringField(_("Where the agreement can be found"), [Length(max=SHORT)], [strip])
