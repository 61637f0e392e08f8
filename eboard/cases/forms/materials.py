"""A material: what, where, how far, and who chases it."""

from uuid import UUID

from wtforms import DateField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from eboard.cases.actions.materials import MaterialValues
from eboard.cases.enums import MaterialKind, MaterialState
from eboard.cases.forms.fields import EnumField, OpenEnumField
from eboard.cases.models import Material
from eboard.cases.queries import colleagues
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionedForm, strip
from eboard.people.enums import Specialty


def _line(label: object, longest: int = 200) -> StringField:
    return StringField(label, [Length(max=longest)], filters=[strip])


class MaterialForm(VersionedForm):
    """One material; ``organization_id`` says whose colleagues may chase it."""

    kind = OpenEnumField(_("Kind"), MaterialKind, validators=[InputRequired()])
    what = StringField(_("What is needed?"), [InputRequired(), Length(max=200)], filters=[strip])
    state = OpenEnumField(_("State"), MaterialState, default=MaterialState.NEEDED)
    taken_on = DateField(_("Date of the study or specimen"), [Optional()])
    place = _line(_("Where it is stored"))
    reference = _line(_("Accession or exchange number"))
    reviewer = EnumField(_("To be reviewed by"), Specialty)
    chaser = StringField(_("Who chases it"), filters=[strip])
    chaser_id = HiddenField()
    remind_on = DateField(_("Remind this person on"), [Optional()])

    def __init__(self, *, organization_id: UUID, **options: object) -> None:
        super().__init__(**options)
        self.organization_id = organization_id

    def validate_chaser(self, field: StringField) -> None:
        """Resolve the name that was typed."""
        person = colleagues.find(self.organization_id, field.data, self.chaser_id.data or "") if field.data else None
        if field.data and person is None:
            raise ValidationError(gettext("Nobody of the nominating organization has exactly this name."))
        self.chaser_id.data = person.id if person else None

    def values(self) -> MaterialValues:
        """What was typed."""
        return MaterialValues(
            kind=self.kind.data,
            what=self.what.data,
            state=self.state.data or MaterialState.NEEDED,
            taken_on=self.taken_on.data,
            place=self.place.data or "",
            reference=self.reference.data or "",
            reviewer=self.reviewer.data,
            chaser_id=self.chaser_id.data,
            remind_on=self.remind_on.data,
        )


def material_fields(material: Material) -> dict[str, object]:
    """The values of the fields for a stored material."""
    names = ("kind", "what", "state", "taken_on", "place", "reference", "reviewer", "remind_on", "chaser_id")
    return {
        **{name: getattr(material, name) for name in names},
        "chaser": material.chaser.name if material.chaser else "",
        "version": material.row_version,
    }
