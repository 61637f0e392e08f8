"""The form of a video service."""

from wtforms import PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from eboard.conferences.actions import ProviderFacts
from eboard.conferences.enums import ProviderKind
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionedForm, strip


class ProviderForm(VersionedForm):
    """Where the rooms are, and how people are let in."""

    kind = RadioField(_("Kind"), choices=dict(ProviderKind.choices()), default=ProviderKind.FIXED.value)
    name = StringField(_("Name"), [InputRequired(), Length(max=100)], filters=[strip])
    url = StringField(_("Address"), [InputRequired(), Length(max=500)], filters=[strip])
    app_id = StringField(_("Application id"), [Length(max=100)], filters=[strip])
    secret = PasswordField(_("Shared secret"), [Length(max=500)], filters=[strip])

    @property
    def facts(self) -> ProviderFacts:
        """What was typed."""
        return ProviderFacts(
            kind=ProviderKind.of(self.kind.data),
            name=self.name.data,
            url=self.url.data,
            app_id=self.app_id.data or "",
            secret=self.secret.data or "",
        )
