"""The forms of a proposal."""

from uuid import UUID

from wtforms import HiddenField, SelectMultipleField

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _now
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form
from eboard.meetings.forms.agenda import as_id
from eboard.planning.enums import WishKind

NOBODY = UUID(int=0)


class AcceptForm(Form):
    """The changes somebody wants, of the very proposal that was shown."""

    digest = HiddenField()
    cases = SelectMultipleField(_("Cases"), validate_choice=False)
    orders = SelectMultipleField(_("Orders"), validate_choice=False)  # meetings whose cases only change places

    @property
    def case_ids(self) -> frozenset[UUID]:
        """The chosen cases."""
        return frozenset(found for text in self.cases.data or [] if (found := as_id(text)))

    @property
    def meeting_ids(self) -> frozenset[UUID]:
        """The meetings that get the proposed order."""
        return frozenset(found for text in self.orders.data or [] if (found := as_id(text)))


class EverywhereForm(Form):
    """The boards whose proposals somebody wants as they were shown."""

    plans = SelectMultipleField(_("Boards"), validate_choice=False)  # each a board's id, a dot, and its proposal's name

    @property
    def digests(self) -> dict[UUID, str]:
        """The name of the proposal that was shown for each chosen board."""
        parts = (text.partition(".") for text in self.plans.data or [])
        return {found: name for key, _dot, name in parts if (found := as_id(key))}


class WishForm(Form):
    """A wish for one case."""

    kind = HiddenField()
    case = HiddenField()
    meeting = HiddenField()
    after = HiddenField()

    @property
    def wished(self) -> WishKind:
        """The kind; raises DomainError for what is none."""
        try:
            return WishKind.of(self.kind.data or "")
        except ValueError as error:
            raise DomainError(_now("Choose one of the places offered.")) from error

    @property
    def case_id(self) -> UUID:
        """The case; an id that leads nowhere if there is none."""
        return as_id(self.case.data) or NOBODY

    @property
    def meeting_id(self) -> UUID | None:
        """The meeting, if one was named."""
        return as_id(self.meeting.data)

    @property
    def after_id(self) -> UUID | None:
        """The case to follow, if one was named."""
        return as_id(self.after.data)
