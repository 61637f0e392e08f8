"""A version of a rule pack as a form."""

from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from eboard.boards.enums import DissentReaders, OutcomeField
from eboard.boards.rules import FLAGS, NAMES, Rules
from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form

ELEMENTS = [
    ("staging", _("Staging")),
    ("guideline", _("Guideline")),
    ("trial", _("Trial")),
    ("genetics", _("Genetics")),
    ("supportive_care", _("Supportive care")),
]
FIGURES = (
    "least_specialties",
    "attendance_goal",
    "prospective_share",
    "presented_share",
    "interval_days",
    "cutoff_hours",
    "outcome_days",
    "panel_access_days",
)
SHARE = [Optional(), NumberRange(0, 100, _("A share is a number from 0 to 100."))]
COUNT = [Optional(), NumberRange(0, message=_("Enter a number, not below zero."))]


class VersionOfPackForm(Form):
    """The figures of a rule pack from a day on; an empty one is not demanded."""

    in_force_from = DateField(_("In force from"), [InputRequired(_("Choose the day it comes into force."))])
    required = TextAreaField(_("Required specialties"), default="")
    least_specialties = IntegerField(_("Different specialties, at least"), COUNT)
    attendance_goal = IntegerField(_("Attendance goal, percent"), SHARE)
    prospective_share = IntegerField(_("Prospective share, percent"), SHARE)
    presented_share = IntegerField(_("Presented share of the yearly caseload, percent"), SHARE)
    interval_days = IntegerField(_("Longest time between meetings, days"), COUNT)
    cutoff_hours = IntegerField(_("The list closes, hours before the start"), COUNT)
    outcome_days = IntegerField(_("Outcome back, working days"), COUNT)
    panel_access_days = IntegerField(_("The panel may open cases, days after the meeting"), COUNT)
    elements = SelectMultipleField(
        _("Required discussion elements"),
        choices=lambda: ELEMENTS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    needed = SelectMultipleField(
        _("Also required before signing"),
        choices=lambda: dict(OutcomeField.choices()),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    dissent_readers = RadioField(
        _("Who reads a dissent"),
        choices=lambda: dict(DissentReaders.choices()),
        default=DissentReaders.CARE_TEAM.value,
    )
    dissent_named = BooleanField(_("A letter names who disagreed"))
    dissent_printed = BooleanField(_("A dissent is printed"))
    note_only = BooleanField(_("A standard-of-care case may be noted without discussion"))
    consent_needed = BooleanField(_("The patient is asked before the case is shared"))
    deviations_logged = BooleanField(_("A departure from the recommendation needs its reason"))
    sources = TextAreaField(_("Sources"), default="")

    @classmethod
    def from_rules(cls, rules: Rules) -> "VersionOfPackForm":
        """The form filled from the rules in force now."""
        values: dict[str, Any] = {name: getattr(rules, name) for name in (*FIGURES, *FLAGS)}
        return cls(
            **values,
            required=_lines({str(name): str(least) for name, least in rules.required.items()}),
            elements=list(rules.elements),
            needed=[str(one) for one in rules.needed],
            dissent_readers=str(rules.dissent_readers),
            sources=_lines(rules.sources),
        )

    def validate_required(self, field: TextAreaField) -> None:
        """One specialty a line with its number of people."""
        for least in _pairs(field.data).values():
            if not least.isdecimal():
                raise ValidationError(gettext("Write one specialty a line, as “surgery: 1”."))

    def validate_sources(self, field: TextAreaField) -> None:
        """One figure a line with its source."""
        for name in _pairs(field.data):
            if name not in NAMES:
                raise ValidationError(gettext("“%(figure)s” is not a rule.", figure=name))

    def rules(self) -> dict[str, Any]:
        """What was typed, in the shape of `Rules`."""
        figures = {name: self[name].data for name in FIGURES if self[name].data is not None}
        return {
            **figures,
            **{name: self[name].data for name in sorted(FLAGS)},
            "required": {name: int(least) for name, least in _pairs(self.required.data).items()},
            "elements": self.elements.data,
            "needed": self.needed.data,
            "dissent_readers": self.dissent_readers.data,
            "sources": _pairs(self.sources.data),
        }


def _lines(pairs: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in pairs.items())


def _pairs(text: str | None) -> dict[str, str]:
    lines = (line.partition(":") for line in (text or "").splitlines() if line.strip())
    return {name.strip(): value.strip() for name, _colon, value in lines}
