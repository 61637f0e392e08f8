"""Starting a nomination: for which organization, and who the patient is."""

from uuid import UUID

from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from eboard.cases.identity import Identity
from eboard.cases.models import Case
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip
from eboard.people.models import Organization

NEW = "new"
PRIVATE = {"autocomplete": "off", "spellcheck": "false"}


class IdentityForm(Form):
    """Who the patient is; all of it may be left out."""

    name = StringField(_("Name"), [Length(max=200)], filters=[strip], render_kw=PRIVATE)
    record_number = StringField(_("Record number"), [Length(max=60)], filters=[strip], render_kw=PRIVATE)
    born_on = DateField(_("Birth date"), [Optional()], render_kw=PRIVATE)

    def identity(self) -> Identity:
        """What was typed."""
        return Identity(
            name=self.name.data or "", record_number=self.record_number.data or "", born_on=self.born_on.data
        )


class StartForm(IdentityForm):
    """The identity of the patient, the nominating organization, and how to go on with a known patient."""

    organization = SelectField(_("Nominating organization"), coerce=lambda value: UUID(str(value)))
    earlier = RadioField(_("How do you want to go on?"), validate_choice=False)

    def offer(self, organizations: list[Organization]) -> None:
        """The organizations the person may nominate for."""
        self.organization.choices = {str(row.id): row.name for row in organizations}
        self.earlier.choices = {}

    def ask(self, cases: list[Case]) -> None:
        """Offer the earlier cases of the patient."""
        again = {
            str(case.id): gettext("Fill from %(number)s: %(diagnosis)s", number=case.number, diagnosis=case.diagnosis)
            for case in cases
        }
        self.earlier.choices = {**again, NEW: gettext("Start with an empty form")}

    @property
    def chosen(self) -> UUID | None:
        """The id of the case to fill from."""
        text = self.earlier.data
        try:
            return UUID(text) if text else None
        except ValueError:
            return None

    @property
    def is_new(self) -> bool:
        """Whether an empty form was chosen although the patient is known."""
        return bool(self.earlier.data == NEW)


class ReasonForm(Form):
    """A reason for a step that others must understand later."""

    reason = TextAreaField(_("Reason"), [InputRequired(), Length(max=1000)], filters=[strip], render_kw={"rows": 2})
