"""Forms about cases on an agenda and guests."""

from uuid import UUID

from wtforms import HiddenField, IntegerField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionField, strip


def as_id(text: str | None) -> UUID | None:
    """The id in a text; None for what is none."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


class ListForm(Form):
    """Cases to put on an agenda."""

    ids = SelectMultipleField(_("Cases"), validate_choice=False)
    late_reason = StringField(_("Why these cases cannot wait"), [Length(max=300)], filters=[strip], default="")

    @property
    def case_ids(self) -> list[UUID]:
        """The chosen cases."""
        return [found for text in self.ids.data or [] if (found := as_id(text))]


class AddOnForm(Form):
    """A case that comes on while the meeting runs."""

    case = HiddenField()
    reason = StringField(_("Why it cannot wait"), [InputRequired(_("Say why.")), Length(max=300)], filters=[strip])


class ItemForm(Form):
    """Minutes and presenter of a case."""

    minutes = IntegerField(_("Minutes"), [InputRequired(_("Enter the minutes as a number."))])
    presenter = StringField(_("Presenter"), filters=[strip], default="")
    presenter_id = HiddenField(default="")


class TransferForm(Form):
    """The meeting a case moves to."""

    meeting = SelectField(_("Meeting"), validate_choice=False)
    late_reason = StringField(_("Why this case cannot wait"), [Length(max=300)], filters=[strip], default="")


class OrderForm(Form):
    """The whole order of an agenda, as a drag leaves it."""

    order = SelectMultipleField(validate_choice=False)
    version = VersionField(default=0)

    @property
    def item_ids(self) -> list[UUID]:
        """The items in their new order."""
        return [found for text in self.order.data or [] if (found := as_id(text))]


class PersonForm(Form):
    """A person, by name or address."""

    person = StringField(
        _("Name or e-mail address"), [InputRequired(_("Enter a name or an address."))], filters=[strip]
    )
    person_id = HiddenField(default="")
