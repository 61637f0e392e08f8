"""Forms of outcomes, amendments, letters and notes."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any, Self

from flask import request
from wtforms import DateField, FieldList, FormField, RadioField, SelectField, StringField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.validators import InputRequired, Length, Optional

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionField, strip
from eboard.people.models import Person
from eboard.recommendations.draft import Advice, Disagreement, Draft, read
from eboard.recommendations.enums import (
    Change,
    Considered,
    Guideline,
    Intent,
    Priority,
    RecommendationKind,
    Result,
)
from eboard.recommendations.models import Discussion

UNSAID = ("", "—")
LINE, TEXT = Length(max=300), Length(max=10_000)
MOST_ROWS = 20


def _one_of(kind: type[Labelled]) -> Callable[[Any], Labelled | None]:
    return lambda value: kind(value) if value else None


def _yes_or_no(value: Any) -> bool | None:
    return {"yes": True, "no": False, True: True, False: False}.get(value)


class OpenChoice(RadioField):
    """Radio buttons of which none need be chosen."""

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is an answer too: a draft is not complete."""
        if self.data is not None:
            super().pre_validate(form)


def _radio(label: Any, kind: type[Labelled]) -> Any:
    return OpenChoice(label, choices=kind.choices, coerce=_one_of(kind))


def _select(label: Any, kind: type[Labelled]) -> Any:
    return SelectField(label, choices=lambda: [UNSAID, *kind.choices()], coerce=_one_of(kind))


def _line(label: Any, help_text: Any = "") -> Any:
    return StringField(label, [LINE], filters=[strip], description=help_text, default="")


def _text(label: Any, help_text: Any = "") -> Any:
    return TextAreaField(label, [TEXT], filters=[strip], description=help_text, default="")


class LocalChoice(SelectField):
    """Whether something is available at the referring hospital."""

    def process_data(self, value: Any) -> None:
        """From the tables."""
        self.data = _yes_or_no(value)

    def iter_choices(self) -> Iterable[Any]:
        """The options; the one that holds is marked."""
        said = {None: "", True: "yes", False: "no"}[self.data]
        return [(value, label, value == said, {}) for value, label in self.choices]


class AdviceForm(PlainForm):
    """One recommendation."""

    kind = _select(_("Kind"), RecommendationKind)
    text = _text(_("Recommendation"))
    intent = _select(_("Intent"), Intent)
    priority = SelectField(_("Priority"), choices=Priority.choices, coerce=Priority, default=Priority.ROUTINE)
    owner = _line(_("Who carries it out"))
    due_on = DateField(_("Due"), [Optional()])
    evidence = _line(_("Evidence or guideline"))
    guideline = _select(_("Guideline"), Guideline)
    outside_reason = _line(_("Why it is outside the guideline"))
    is_available_locally = LocalChoice(
        _("Available at the referring hospital"),
        choices=[UNSAID, ("yes", _("Yes")), ("no", _("No"))],
        coerce=_yes_or_no,
        validate_choice=False,
    )
    alternative = _line(_("Alternative, if it is not available there"))

    def advice(self) -> Advice:
        """The values."""
        return Advice(**{**self.data, "priority": self.priority.data or Priority.ROUTINE})


class DisagreementForm(PlainForm):
    """Who disagreed."""

    person_id = SelectField(_("Who disagreed"), validate_choice=False, choices=[])
    opinion = _text(_("What he or she would do"))
    reason = _line(_("Why"))
