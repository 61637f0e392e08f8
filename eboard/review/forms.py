"""What auditors ask for, and what they found."""

from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from eboard.core.i18n import lazy
from eboard.core.web.forms import Form, VersionedForm, strip

LONGEST = 2000


class CaseForm(Form):
    """A GET form, so that the address says what is shown; a number says nothing of a patient."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    number = StringField(lazy("Case number"), filters=[strip], validators=[Length(max=40)])


class AccountForm(Form):
    """Whose looks, and in which days."""

    class Meta:
        """Reading needs no token."""

        csrf = False

    person = StringField(lazy("Person (e-mail address)"), filters=[strip], validators=[Length(max=254)])
    first_day = DateField(lazy("From"), validators=[Optional()])
    last_day = DateField(lazy("To"), validators=[Optional()])


class LookedForm(VersionedForm):
    """That somebody looked, and what he or she found."""

    note = TextAreaField(lazy("What you found"), filters=[strip], validators=[Length(max=LONGEST)])
