"""The nomination form: a draft may be incomplete, so nothing here is required; readiness says what is still needed."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from eboard.boards.enums import TumorSite
from eboard.cases.enums import Consent, DiscussionKind, Laterality, Prospective, Reason, Sex, Urgency
from eboard.cases.fields import FREE_TEXTS, LABELS, OLDEST
from eboard.cases.forms.fields import PARTIAL_DATE, EnumField, ManyField, OpenEnumField, ParsedField, matching
from eboard.cases.forms.staging import StagingForm, stage_fields
from eboard.cases.icd10 import MORPHOLOGY, TOPOGRAPHY, normalize, title_of
from eboard.cases.queries import colleagues
from eboard.core import time
from eboard.core.folding import fold
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionField, strip
from eboard.people.enums import Specialty

LONGEST = 4_000
SENTENCE = 500
PEOPLE = ("referrer", "presenter")
USUAL = frozenset(
    {
        Specialty.SURGERY,
        Specialty.MEDICAL_ONCOLOGY,
        Specialty.RADIATION_ONCOLOGY,
        Specialty.RADIOLOGY,
        Specialty.PATHOLOGY,
        Specialty.PALLIATIVE_CARE,
    }
)


def _text(name: str, *, longest: int = LONGEST, rows: int = 3) -> TextAreaField:
    return TextAreaField(LABELS[name], [Length(max=longest)], filters=[strip], render_kw={"rows": rows})


def _line(name: str, *, longest: int = 200) -> StringField:
    return StringField(LABELS[name], [Length(max=longest)], filters=[strip])


def _number(name: str, least: int, most: int) -> IntegerField:
    return IntegerField(LABELS[name], [Optional(), NumberRange(least, most)], render_kw={"inputmode": "numeric"})


class NominationForm(StagingForm):
    """The minimum data set in the order of the page; ``organization_id`` says whose colleagues may be named."""

    version = VersionField()
    marks = HiddenField()

    board_id = SelectField(LABELS["board_id"], coerce=lambda value: UUID(str(value)) if value else None)
    referrer = StringField(LABELS["referrer_id"], filters=[strip])
    referrer_id = HiddenField()
    presenter = StringField(LABELS["presenter_id"], filters=[strip])
    presenter_id = HiddenField()
    age = IntegerField(
        LABELS["age"],
        [Optional(), NumberRange(0, 130)],
        render_kw={"inputmode": "numeric"},
        description=_("In years. 90 stands for 90 and over."),
    )
    sex = OpenEnumField(LABELS["sex"], Sex)

    question = _text("question", longest=SENTENCE, rows=2)
    reason = EnumField(LABELS["reason"], Reason)
    discussion_kind = OpenEnumField(LABELS["discussion_kind"], DiscussionKind)
    prospective = EnumField(LABELS["prospective"], Prospective)
    prior_plan = _text("prior_plan")

    site = EnumField(LABELS["site"], TumorSite)
    diagnosis = _line("diagnosis", longest=SENTENCE)
    icd10 = ParsedField(LABELS["icd10"], normalize, _("Write a code such as C50.9, or choose one."))
    morphology = ParsedField(LABELS["morphology"], matching(MORPHOLOGY), _("Write a code such as 8500/3."))
    topography = ParsedField(LABELS["topography"], matching(TOPOGRAPHY, upper=True), _("Write a code such as C50.9."))
    laterality = EnumField(LABELS["laterality"], Laterality)
    diagnosed_on = ParsedField(
        LABELS["diagnosed_on"], matching(PARTIAL_DATE), _("Write a day, month or year: 2026-03-09, 2026-03 or 2026.")
    )
    metastatic_sites = _line("metastatic_sites", longest=SENTENCE)
    biomarkers = _text("biomarkers", rows=2)
    previous_treatment = _text("previous_treatment")

    ecog = SelectField(LABELS["ecog"], coerce=lambda value: None if value in {"", None} else int(value))
    comorbidity = _text("comorbidity", rows=2)
    frailty = _number("frailty", 1, 9)
    patient_wishes = _text("patient_wishes", rows=2)
    wishes_not_asked = BooleanField(_("Not yet asked"))
    psychosocial = _text("psychosocial", rows=2)
    patient_language = _line("patient_language")
    consent = OpenEnumField(LABELS["consent"], Consent)

    urgency = OpenEnumField(LABELS["urgency"], Urgency)
    urgency_reason = _line("urgency_reason", longest=SENTENCE)
    target_date = DateField(LABELS["target_date"], [Optional()])
    specialties = ManyField(LABELS["specialties"], Specialty)
    another_specialty = StringField(_("Another specialty"), filters=[strip])
    another_specialty_key = HiddenField()
    presenter_availability = _line("presenter_availability", longest=SENTENCE)
    minutes = _number("minutes", 1, 60)

    def __init__(
        self, *, organization_id: UUID, boards: dict[str, str], is_withdrawn: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        if not is_withdrawn:  # a withdrawal has a page of its own
            self.consent.choices = {value: label for value, label in Consent.choices() if value != Consent.WITHDRAWN}
        self.organization_id = organization_id
        self.board_id.choices = {"": gettext("Choose a board"), **boards}
        self.ecog.choices = {"": gettext("not given"), **{grade: str(label) for grade, label in ECOG.items()}}

    def validate_target_date(self, field: DateField) -> None:
        """A day that a pathway can mean."""
        if field.data and not time.FIRST_YEAR <= field.data.year <= time.LAST_YEAR:
            raise ValidationError(gettext("Choose a day of this century."))

    def validate_referrer(self, field: StringField) -> None:
        """Resolve the name that was typed."""
        self._resolve(field, self.referrer_id)

    def validate_presenter(self, field: StringField) -> None:
        """Resolve the name that was typed."""
        self._resolve(field, self.presenter_id)

    def validate_another_specialty(self, field: StringField) -> None:
        """Resolve the name that was typed, and add the specialty to the chosen ones."""
        named = [one for one in Specialty if field.data and fold(field.data) == fold(one.label)]
        if field.data and not named:
            raise ValidationError(gettext("No specialty has exactly this name. Choose from the list."))
        chosen = {*(self.specialties.data or []), *named}
        self.specialties.data = [one.value for one in Specialty if one in chosen]

    def _resolve(self, field: StringField, key: HiddenField) -> None:
        if not field.data:
            key.data = None
            return
        person = colleagues.find(self.organization_id, field.data, str(key.data or ""))
        if person is None:
            raise ValidationError(gettext("Nobody of your organization has exactly this name. Choose from the list."))
        key.data = person.id

    def values(self) -> dict[str, Any]:
        """What was typed, by field of the case; fields with an error are left out."""
        typed = {name: self[name].data for name in LABELS if name in self._fields and not self[name].errors}
        typed |= {name: typed[name] or "" for name in typed.keys() & TEXTS}
        if typed.get("age") is not None:
            typed["age"] = min(typed["age"], OLDEST)
        for name in PEOPLE:
            if self[name].errors:
                del typed[f"{name}_id"]
        if not any(self[name].errors for name in STAGE_FIELDS):
            typed["staging"] = self.stage()
        return typed


TEXTS = frozenset({*FREE_TEXTS, "icd10", "morphology", "topography", "diagnosed_on", "patient_language"})
STAGE_FIELDS = tuple(stage_fields({}))
ECOG = {
    "0": _("0 – fully active"),
    "1": _("1 – light work possible"),
    "2": _("2 – cares for self, no work"),
    "3": _("3 – limited self-care"),
    "4": _("4 – fully disabled"),
}


def field_values(values: dict[str, Any], names: dict[UUID, str]) -> dict[str, Any]:
    """The values of the form's fields for the values of a case; ``names`` names the people."""
    people = {name: names.get(values[f"{name}_id"], "") for name in PEOPLE if values[f"{name}_id"]}
    code = " ".join(filter(None, (values["icd10"], title_of(values["icd10"] or ""))))
    return {**values, **stage_fields(values["staging"] or {}), **people, "icd10": code}
