"""Forms of retention."""

from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionedForm, strip
from eboard.people.forms.fields import DayField
from eboard.retention.actions import corrections
from eboard.retention.actions.holds import LONGEST
from eboard.retention.enums import CorrectionAnswer, HoldKind


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


class CorrectionForm(Form):
    """What a patient asks to have corrected, and since when."""

    asked_on = DayField(_("Day the patient asked"), [InputRequired(_("Choose the day on which the patient asked."))])
    what = TextAreaField(_("What is to be corrected"), filters=[strip], validators=[Length(max=corrections.LONGEST)])


class AnswerForm(VersionedForm):
    """Whether the correction is made, and if not, why."""

    answer = RadioField(
        _("Answer"),
        choices=CorrectionAnswer.choices,
        validators=[InputRequired(_("Choose one."))],
    )
    reason = TextAreaField(_("Reason of a refusal"), filters=[strip], validators=[Length(max=corrections.LONGEST)])

    @property
    def is_accepted(self) -> bool:
        """What was chosen."""
        return bool(self.answer.data == CorrectionAnswer.ACCEPTED)


class StatementForm(VersionedForm):
    """What the patient says to a refusal."""

    statement = TextAreaField(
        _("Statement of the patient"), filters=[strip], validators=[Length(max=corrections.LONGEST)]
    )
