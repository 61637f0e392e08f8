"""Finding a patient by record number, and who may open a restricted case."""

from collections.abc import Mapping
from uuid import UUID

from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.cases.forms.start import PRIVATE
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip


class FindForm(Form):
    """The record number; it is posted, so that it stands in no address."""

    record_number = StringField(
        _("Record number"), [InputRequired(), Length(max=60)], filters=[strip], render_kw=PRIVATE
    )


class RestrictForm(Form):
    """The persons who may open a restricted case; nobody chosen opens it again."""

    people = SelectMultipleField(
        _("Who may open it"),
        coerce=lambda value: UUID(str(value)),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def offer(self, people: Mapping[UUID, str]) -> None:
        """Those who may be named."""
        self.people.choices = {str(id_): name for id_, name in people.items()}
