"""The form that takes a proposal over."""

from uuid import UUID

from wtforms import HiddenField, SelectMultipleField

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form
from eboard.meetings.forms.agenda import as_id


class AcceptForm(Form):
    """The changes somebody wants, of the very proposal that was shown."""

    digest = HiddenField()
    cases = SelectMultipleField(_("Cases"), validate_choice=False)

    @property
    def case_ids(self) -> frozenset[UUID]:
        """The chosen cases."""
        return frozenset(found for text in self.cases.data or [] if (found := as_id(text)))
