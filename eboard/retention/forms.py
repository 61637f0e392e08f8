"""Forms of retention."""

from collections.abc import Collection, Mapping
from uuid import UUID

from wtforms import IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

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


class AccessFileForm(Form):
    """Which cases are the same patient's, of those whose name or birth date is another."""

    others = SelectMultipleField(
        _("Is this the same patient? Tick only what you have checked."),
        coerce=lambda value: UUID(str(value)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, others: Mapping[UUID, str]) -> None:
        """Those that may be ticked."""
        self.others.choices = {str(id_): name for id_, name in others.items()}

    @property
    def offered(self) -> set[UUID]:
        """Those of which nothing goes in without a tick."""
        return set(map(UUID, self.others.choices))

    @property
    def ticked(self) -> Collection[UUID]:
        """Those that were ticked."""
        return self.others.data or ()
