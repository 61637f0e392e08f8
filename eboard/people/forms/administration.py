"""Forms of those who administer people."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import ZoneField, strip
from eboard.people.enums import AffiliationRole, Specialty
from eboard.people.forms.account import NAME_LENGTH
from eboard.people.forms.fields import ADDRESS_LENGTH, KeyField
from eboard.people.models import Organization


class RoleForm(Form):
    """A role in an organization."""

    organization = SelectField(_("Organization"), coerce=UUID)
    role = SelectField(_("Role"), coerce=AffiliationRole)

    def offer(self, organizations: Sequence[Organization], roles: Iterable[AffiliationRole]) -> None:
        """Offer these organizations and roles, and no others."""
        self.organization.choices = [(str(row.id), row.name) for row in organizations]
        self.role.choices = [(role.value, role.label) for role in roles]


class InviteForm(RoleForm):
    """Somebody who is to join."""

    email = StringField(
        _("E-mail address"), [DataRequired(_("Give an e-mail address.")), Length(max=ADDRESS_LENGTH)], [strip]
    )
    title = StringField(_("Title"), [Length(max=NAME_LENGTH)], [strip])
    given_name = StringField(_("Given name"), [DataRequired(_("Give a given name.")), Length(max=NAME_LENGTH)], [strip])
    family_name = StringField(
        _("Family name"), [DataRequired(_("Give a family name.")), Length(max=NAME_LENGTH)], [strip]
    )
    zone = ZoneField(_("Time zone"), [Length(max=NAME_LENGTH)], [strip])
    specialties = SelectMultipleField(
        _("Specialties"),
        coerce=Specialty,
        choices=Specialty.choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class LeaveForm(Form):
    """Who takes over from somebody who leaves."""

    successor = StringField(_("Who takes over"), [Length(max=NAME_LENGTH)], [strip])
    successor_id = KeyField()
