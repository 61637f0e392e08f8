"""The forms of a consent and of its withdrawal."""

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from eboard.cases.actions.consents import LONGEST
from eboard.cases.enums import SHARING_CONSENT, Consent, ConsentPurpose
from eboard.cases.forms.fields import ManyField, OpenEnumField
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip


class SharingField(OpenEnumField):
    """Only what lets a case be shared."""

    def _offered(self) -> dict[str, str]:
        return {value: label for value, label in super()._offered().items() if value in SHARING_CONSENT}


class ConsentForm(Form):
    """What the patient agreed to, when, and on which form."""

    kind = SharingField(_("What did the patient say?"), Consent)
    purposes = ManyField(_("What may the case be shared for?"), ConsentPurpose)
    on = DateField(_("On which day?"), [InputRequired()])
    form_version = StringField(_("Version of the form"), [InputRequired(), Length(max=LONGEST)], filters=[strip])

    @property
    def chosen(self) -> list[ConsentPurpose]:
        """The purposes."""
        return [ConsentPurpose.of(value) for value in self.purposes.data or ()]


class WithdrawalForm(Form):
    """When consent was withdrawn, and why if the patient said so."""

    on = DateField(_("On which day?"), [InputRequired()])
    reason = TextAreaField(_("Why"), [Length(max=LONGEST)], filters=[strip], render_kw={"rows": 2})
