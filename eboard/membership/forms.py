"""Forms of agreements and of re-certification."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from eboard.access.ending import Farewell
from eboard.access.handover import Left
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip
from eboard.membership.actions import Terms
from eboard.membership.certifying import Waiting
from eboard.membership.enums import AgreementKind, Decision
from eboard.people.enums import LeavingReason
from eboard.people.forms.fields import DayField
from eboard.people.forms.organizations import NewOrganizationForm
from eboard.people.models import Organization, Person

NAME_LENGTH = 100
NOBODY_NEEDED = "nobody"


class TermsForm(Form):
    """What stands on the paper of an agreement."""

    kind = RadioField(
        _("Kind of agreement"),
        coerce=AgreementKind,
        choices=AgreementKind.choices,
        default=AgreementKind.PARTICIPATION,
    )
    reference = StringField(_("Reference"), [DataRequired(_("Give the reference of the paper."))], [strip])
    signed_by = StringField(
        _("Signed by"), [DataRequired(_("Say who signed for the organization.")), Length(max=NAME_LENGTH)], [strip]
    )
    signed_on = DayField(_("Signed on"), [InputRequired(_("Give the day of the signature."))])
    expires_on = DayField(_("Last day"), [InputRequired(_("Give the last day it is in force."))])

    @property
    def terms(self) -> Terms:
        """What was typed, as a value."""
        return Terms(
            kind=self.kind.data,
            reference=self.reference.data or "",
            signed_by=self.signed_by.data or "",
            signed_on=self.signed_on.data,
            expires_on=self.expires_on.data,
        )


class JoiningForm(NewOrganizationForm, TermsForm):
    """An organization that joins under an agreement."""


class DestructionForm(Form):
    """An organization that has left: what may still be destroyed, and its code as a second thought."""

    destroys = BooleanField(_("Destroy the key of its patients' data, for ever"))
    code = StringField(_("Code of the organization"), [DataRequired(_("Type the code of the organization."))], [strip])

    organization: Organization

    @classmethod
    def of(cls, organization: Organization) -> "DestructionForm":
        """The form that fits: the last day and the reason are asked for once."""
        form = cls() if organization.has_left else LeavingForm()
        form.organization = organization
        return form

    def validate_code(self, field: Any) -> None:
        """Refuse another code."""
        if field.data.upper() != self.organization.code:
            raise ValidationError(gettext("That is another code. Nothing has happened."))

    @property
    def farewell(self) -> Farewell | None:
        """When it leaves and why; None where that stands already."""
        return None


class LeavingForm(DestructionForm):
    """An organization that leaves."""

    last_day = DayField(_("Last day in the network"), [InputRequired(_("Give its last day in the network."))])
    reason = RadioField(_("Reason"), [InputRequired(_("Choose a reason."))], choices=LeavingReason.choices)

    @property
    def farewell(self) -> Farewell:
        """What was chosen."""
        return Farewell(last_day=self.last_day.data, reason=LeavingReason.of(self.reason.data))


class DecisionForm(Form):
    """What is decided of one person; a line that is left open says nothing."""

    decision = RadioField(_("Decision"), choices=Decision.choices, validate_choice=False)

    waiting: Waiting

    @classmethod
    def of(cls, waiting: Waiting, **formdata: Any) -> "DecisionForm":
        """The line of somebody who waits."""
        form = cls(prefix=f"{waiting.person.id}-", **formdata)
        form.waiting = waiting
        return form

    @property
    def decided(self) -> Decision | None:
        """What was chosen, if it is something that can be."""
        return {str(one): one for one in Decision}.get(self.decision.data or "")


class SuccessorForm(Form):
    """Who takes over one duty; a line that is left open says nothing."""

    successor = SelectField(_("Who takes over"))

    left: Left

    @classmethod
    def of(cls, left: Left, **formdata: Any) -> "SuccessorForm":
        """The line of a duty, with the proposed successor chosen."""
        proposed = str(left.proposed.id) if left.proposed is not None else ""
        form = cls(prefix=f"{left.row.id}-", data={"successor": proposed}, **formdata)
        form.left = left
        form.successor.choices = [
            SelectChoice("", gettext("Nobody yet")),
            *(SelectChoice(str(person.id), person.name) for person in left.candidates),
            SelectChoice(NOBODY_NEEDED, gettext("Nobody is needed")),
        ]
        return form

    @property
    def is_open(self) -> bool:
        """Whether nothing was chosen, or the line was not on the page that was sent."""
        return not self.successor.data or not self.successor.raw_data

    @property
    def chosen(self) -> Person | None:
        """Who was chosen; None where nobody is needed."""
        return next((one for one in self.left.candidates if str(one.id) == self.successor.data), None)
