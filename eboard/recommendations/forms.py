"""Forms of outcomes, amendments, letters and notes."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any, Self
from uuid import UUID

from flask import request
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from eboard.core.enums import Labelled
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionedForm, VersionField, strip
from eboard.people.models import Person
from eboard.recommendations.draft import FIELDS, Advice, Disagreement, Draft, read
from eboard.recommendations.enums import (
    Change,
    Considered,
    Guideline,
    Intent,
    KindGroup,
    Priority,
    Result,
)
from eboard.recommendations.kinds import Kind, kinds, offered
from eboard.recommendations.models import Discussion

UNSAID = {"": "—"}
LINE, TEXT = Length(max=300), Length(max=10_000)
MOST_ROWS = 20
ROWS = frozenset({"recommendations", "dissents"})


def _one_of(kind: type[Labelled]) -> Callable[[Any], Any]:
    """Read a choice; WTForms takes the ValueError of an unknown one for a mistake of the field."""
    return lambda value: kind.of(value) if value else None


def _yes_or_no(value: Any) -> bool | None:
    return {"yes": True, "no": False, True: True, False: False}.get(value)


def _code(value: Any) -> str | None:
    return str(value) if value else None


def _kinds(_form: Any, field: Any) -> list[SelectChoice]:
    return _kind_choices(offered(kinds(), field.data))


def _person(value: Any) -> UUID | None:
    return UUID(str(value)) if value else None


class OpenChoice(RadioField):
    """Radio buttons of which none need be chosen."""

    def pre_validate(self, form: Any) -> None:
        """Nothing chosen is an answer too: a draft is not complete."""
        if self.data is not None:
            super().pre_validate(form)


def _radio(label: Any, kind: type[Labelled]) -> Any:
    return OpenChoice(label, choices=lambda: dict(kind.choices()), coerce=_one_of(kind))


def _select(label: Any, kind: type[Labelled]) -> Any:
    return SelectField(label, choices=lambda: {**UNSAID, **dict(kind.choices())}, coerce=_one_of(kind))


def _line(label: Any, help_text: Any = "") -> Any:
    return StringField(label, [LINE], filters=[strip], description=help_text, default="")


def _text(label: Any, help_text: Any = "") -> Any:
    return TextAreaField(label, [TEXT], filters=[strip], description=help_text, default="")


def _stages() -> dict[str, str]:
    return {"yes": str(_("Confirmed")), "no": str(_("Changed")), "not_applicable": str(_("Not applicable"))}


class AdviceForm(PlainForm):
    """One recommendation."""

    kind = SelectField(_("Kind"), choices=_kinds, coerce=_code)
    text = _text(_("Recommendation"))
    intent = _select(_("Intent"), Intent)
    priority = SelectField(
        _("Priority"), choices=lambda: dict(Priority.choices()), coerce=Priority, default=Priority.ROUTINE
    )
    owner = _line(_("Who carries it out"))
    due_on = DateField(_("Due"), [Optional()])
    evidence = _line(_("Evidence or guideline"))
    guideline = _select(_("Guideline"), Guideline)
    outside_reason = _line(_("Why outside"))
    is_available_locally = SelectField(
        _("Available locally"),
        choices=lambda: {**UNSAID, "yes": str(_("Yes")), "no": str(_("No"))},
        coerce=_yes_or_no,
    )
    alternative = _line(_("Alternative if not"))
    trial_name = _line(_("Name of the trial"))
    trial_identifier = _line(_("Registry number"), _("As NCT01234567, ISRCTN or EU CT number."))
    trial_site = _line(_("Where it is open"))

    def advice(self) -> Advice:
        """The values."""
        return Advice(**self.data)


class DisagreementForm(PlainForm):
    """Who disagreed."""

    person_id = SelectField(_("Who disagreed"), choices=UNSAID, coerce=_person)
    opinion = _text(_("What he or she would do"))
    reason = _line(_("Why"))

    def disagreement(self) -> Disagreement:
        """The values."""
        return Disagreement(**self.data)


class OutcomeForm(Form):
    """Everything that is said about one case."""

    version = VersionField(default=0)
    result = _radio(_("Result"), Result)
    result_reason = _text(
        _("What is missing, or why it was not discussed"), _("The care team reads this and acts on it.")
    )
    agreed_diagnosis = _text(_("Agreed diagnosis"))
    stage_confirmed = OpenChoice(_("Stage"), choices=_stages, coerce=_one_of(Considered))
    agreed_stage = _line(_("Stage, if it was changed"))
    summary = _text(_("Summary of the discussion"))
    staging_discussed = _radio(_("Staging"), Considered)
    guideline_discussed = _radio(_("Guideline"), Considered)
    trial_discussed = _radio(_("Clinical trial"), Considered)
    genetics_discussed = _radio(_("Genetics"), Considered)
    supportive_care_discussed = _radio(_("Supportive care"), Considered)
    preference_considered = _radio(_("The patient's preference"), Considered)
    comorbidity_considered = _radio(_("Comorbidity"), Considered)
    change = _radio(_("Against the referrer's plan, the outcome is"), Change)
    recommendations = FieldList(FormField(AdviceForm), min_entries=1, max_entries=MOST_ROWS)
    dissents = FieldList(FormField(DisagreementForm), max_entries=MOST_ROWS)

    @classmethod
    def of(cls, discussion: Discussion | None) -> Self:
        """The form as it was sent, else as the outcome stands."""
        if request.method == "POST" or discussion is None:
            return cls()
        return cls(data={**asdict(read(discussion)), "version": discussion.row_version})

    def rearrange(self, people: Sequence[Person]) -> bool:
        """Add or remove a row, if one of those buttons was pressed; nothing is saved. Then fill the lists of choices.

        ``people`` are those who may have disagreed.
        """
        is_rearranged = self._rearranged()
        every = kinds()  # once for all rows
        for row in self.recommendations:
            row.kind.choices = _kind_choices(offered(every, row.kind.data))
        choices = {**UNSAID, **{str(person.id): person.name for person in people}}
        for row in self.dissents:
            row.person_id.choices = choices
        return is_rearranged

    def _rearranged(self) -> bool:
        added, removed = request.form.get("add"), request.form.get("remove", "")
        rows, _dash, number = removed.rpartition("-")
        if added in ROWS:
            self[added].append_entry()
        elif rows in ROWS and number.isdecimal():
            _remove(self[rows], f"{rows}-{number}")
        else:
            return False
        return True

    def draft(self) -> Draft:
        """The values; rows in which nothing was typed are left out."""
        advice = (row.form.advice() for row in self.recommendations)
        dissents = (row.form.disagreement() for row in self.dissents)
        return Draft(
            **{name: self[name].data for name in FIELDS},
            recommendations=tuple(one for one in advice if one != Advice(priority=one.priority)),
            dissents=tuple(one for one in dissents if one != Disagreement()),
        )


def _kind_choices(found: Sequence[Kind]) -> list[SelectChoice]:
    groups = [SelectChoice(kind.code, kind.label, optgroup=kind.group.label) for kind in found]
    return [SelectChoice("", "—"), *groups]


def _remove(rows: FieldList, name: str) -> None:
    kept = [row.data for row in rows if row.name != name]
    rows.entries.clear()
    rows.last_index = -1
    for data in kept or [None] * rows.min_entries:
        rows.append_entry(data)


class SignForm(Form):
    """The row version the signer read."""

    version = VersionField(validators=[InputRequired()])


class ReasonForm(Form):
    """Why something signed is changed."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Give the reason.")), TEXT], filters=[strip])


class NoteForm(Form):
    """A note of one's own."""

    version = VersionField(default=0)
    text = _text(_("My note"))


class KindForm(VersionedForm):
    """A kind of the pick list."""

    label = StringField(_("Name"), [InputRequired(_("Enter the name.")), Length(max=80)], filters=[strip])
    group = SelectField(_("Group"), choices=lambda: dict(KindGroup.choices()), default=KindGroup.TREATMENT.value)
    position = IntegerField(
        _("Place in the group"),
        [InputRequired(_("Enter a number.")), NumberRange(1, 9999, _("Enter a number from 1 to 9999."))],
        default=1000,
    )
    is_retired = BooleanField(_("Not offered any more"))

    @classmethod
    def of(cls, kind: Kind) -> Self:
        """The form of a kind as it stands."""
        return cls(
            label=kind.label,
            group=kind.group.value,
            position=kind.position,
            is_retired=kind.is_retired,
            version=kind.version,
        )
