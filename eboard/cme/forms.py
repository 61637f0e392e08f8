"""Forms of continuing education."""

from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from eboard.cme.actions.activities import Terms
from eboard.cme.actions.certifying import LEAST, MOST, Judgement
from eboard.cme.credit import HUNDRED, hundredths
from eboard.cme.models import CmeActivity
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.time import FIRST_YEAR, LAST_YEAR
from eboard.core.web.forms import Form, VersionedForm, strip
from eboard.meetings.forms.agenda import as_id

MOST_CREDITS = 1000
NUMBER = _("Enter a number, for example 0.25.")
LONG = 4000


def whole_hundredths(_form: object, field: Any) -> None:
    """Credits go down to a hundredth."""
    if not field.errors and field.data is not None and field.data * HUNDRED % 1:
        raise ValidationError(gettext("Credits have two decimals at most."))


class CreditField(DecimalField):
    """Credits as people write them; a comma is taken for a point."""

    data: Decimal | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the number, which has to be finite."""
        text = (valuelist[0] if valuelist else "").strip().replace(",", ".")
        if not text:
            self.data = None
            return
        super().process_formdata([text])
        if self.data is not None and not self.data.is_finite():
            self.data = None
            raise ValueError(str(NUMBER))


class TermsForm(VersionedForm):
    """What an activity promises and demands."""

    title = StringField(_("Title"), [InputRequired(_("Enter a title.")), Length(max=200)], filters=[strip])
    statement = TextAreaField(
        _("Accreditation statement"),
        [InputRequired(_("Enter the statement your accreditor demands.")), Length(max=LONG)],
        filters=[strip],
    )
    credit_type = StringField(
        _("Kind of credit"), [InputRequired(_("Name the kind of credit.")), Length(max=100)], filters=[strip]
    )
    maximum = CreditField(
        _("Most credits for the whole activity"),
        [InputRequired(NUMBER), NumberRange(Decimal("0.01"), MOST_CREDITS, NUMBER), whole_hundredths],
    )
    unit_minutes = IntegerField(
        _("Each full … minutes"), [InputRequired(_("Enter minutes.")), NumberRange(1, 480, _("From 1 to 480 minutes."))]
    )
    unit_credits = CreditField(
        _("earn … credits"),
        [InputRequired(NUMBER), NumberRange(Decimal("0.01"), MOST_CREDITS, NUMBER), whole_hundredths],
    )
    most_per_meeting = CreditField(
        _("Most credits for one meeting"),
        [Optional(), NumberRange(Decimal("0.01"), MOST_CREDITS, NUMBER), whole_hundredths],
    )
    demands_disclosure = BooleanField(_("No credit without a disclosure before the meeting"))
    demands_evaluation = BooleanField(_("No certificate before the evaluation"))

    @classmethod
    def of(cls, activity: CmeActivity) -> "TermsForm":
        """The form of an activity that is there."""
        return cls(
            version=activity.row_version,
            title=activity.title,
            statement=activity.statement,
            credit_type=activity.credit_type,
            unit_minutes=activity.unit_minutes,
            demands_disclosure=activity.demands_disclosure,
            demands_evaluation=activity.demands_evaluation,
            maximum=_credits(activity.maximum),
            unit_credits=_credits(activity.unit_credits),
            most_per_meeting=_credits(activity.most_per_meeting),
        )

    def terms(self) -> Terms:
        """What was typed."""
        return Terms(
            title=self.title.data,
            statement=self.statement.data,
            credit_type=self.credit_type.data,
            maximum=hundredths(self.maximum.data) or 0,
            unit_minutes=self.unit_minutes.data,
            unit_credits=hundredths(self.unit_credits.data) or 0,
            most_per_meeting=hundredths(self.most_per_meeting.data),
            demands_disclosure=self.demands_disclosure.data,
            demands_evaluation=self.demands_evaluation.data,
        )


class ActivityForm(TermsForm):
    """A new activity: of what, and in which year."""

    scope = SelectField(_("For"), validate_choice=False)
    year = IntegerField(
        _("Year"),
        [InputRequired(_("Enter a year.")), NumberRange(FIRST_YEAR, LAST_YEAR, _("Choose a year of this century."))],
    )

    @property
    def series_id(self) -> Any:
        """The series that was chosen."""
        return self._chosen("series")

    @property
    def meeting_id(self) -> Any:
        """The single meeting that was chosen."""
        return self._chosen("meeting")

    def _chosen(self, kind: str) -> Any:
        found, _colon, text = (self.scope.data or "").partition(":")
        return as_id(text) if found == kind else None


class DisclosureForm(Form):
    """Financial relations, or none."""

    has_relations = RadioField(
        _("In the last 24 months, with a company whose products are used on patients"),
        [InputRequired(_("Choose one."))],
        choices=lambda: [("no", gettext("I have no financial relation")), ("yes", gettext("I have"))],
    )
    relations = TextAreaField(
        _("Which: company and kind of relation, one a line"), [Length(max=LONG)], filters=[strip], default=""
    )


class EvaluationForm(Form):
    """What the activity was good for."""

    usefulness = RadioField(
        _("How useful was it for your work? 5 is most"),
        [InputRequired(_("Choose a number from 1 to 5."))],
        choices=lambda: [(str(mark), str(mark)) for mark in range(LEAST, MOST + 1)],
    )
    is_balanced = RadioField(
        _("Was it free of commercial bias?"),
        [InputRequired(_("Choose one."))],
        choices=lambda: [("yes", gettext("yes")), ("no", gettext("no"))],
    )
    change = TextAreaField(
        _("What will you do differently?"),
        [InputRequired(_("Write a few words; “nothing” is an answer, too.")), Length(max=2000)],
        filters=[strip],
    )
    comment = TextAreaField(_("Anything else"), [Length(max=2000)], filters=[strip], default="")

    def judgement(self) -> Judgement:
        """What was said."""
        return Judgement(
            usefulness=int(self.usefulness.data),
            is_balanced=self.is_balanced.data == "yes",
            change=self.change.data,
            comment=self.comment.data or "",
        )


class VerifyForm(Form):
    """The code of a certificate."""

    code = StringField(
        _("Code"), [InputRequired(_("Type the code of the certificate.")), Length(max=60)], filters=[strip]
    )


def _credits(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value) / HUNDRED
