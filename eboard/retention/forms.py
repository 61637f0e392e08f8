"""Forms of retention."""

from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionedForm, strip
from eboard.retention.actions.holds import LONGEST
from eboard.retention.enums import HoldKind


class TermForm(VersionedForm):
    """How many days a class is kept."""

    days = IntegerField(_("Days"), validators=[InputRequired(_("Say how many days."))])


class HoldForm(Form):
    """What a hold is to lie on, and why."""

    kind = SelectField(_("What is held"), choices=HoldKind.choices)
    name = StringField(
        _("Case number, code of the organization, or e-mail address of the person"),
        filters=[strip],
        validators=[InputRequired(_("Say what is to be held.")), Length(max=254)],
    )
    reason = TextAreaField(_("Reason"), filters=[strip], validators=[Length(max=LONGEST)])


class LiftForm(VersionedForm):
    """Why a hold is lifted."""

    reason = TextAreaField(_("Reason"), filters=[strip], validators=[Length(max=LONGEST)])
