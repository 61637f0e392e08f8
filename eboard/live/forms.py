"""From what a page sends, place by place, to changes of an outcome; and back to the texts its form shows.

Everything goes through the fields of `OutcomeForm`, so that whatever an outcome can say can be written by several.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, TextAreaField
from wtforms import Form as PlainForm

from eboard.cases.merging import fingerprint
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.live.models import Clash
from eboard.people.models import Person
from eboard.recommendations.draft import FIELDS, Draft, read
from eboard.recommendations.forms import UNSAID, OutcomeForm
from eboard.recommendations.merging import Change, Place
from eboard.recommendations.models import Discussion

MOST_CHANGES = 200
NO_ROW = UUID(int=0)
NUL = json.dumps("\0")[1:-1]  # nobody types it, and PostgreSQL cannot store it
Text = str | list[str]


class MeaninglessError(DomainError):
    """A text that means nothing in its place, with the sentence of the field."""


class Words:
    """Reads and writes the places of an outcome as texts; ``people`` are those who may have disagreed."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.whole = OutcomeForm(formdata=None, meta={"csrf": False})
        self.choices = {**UNSAID, **{str(person.id): person.name for person in people}}

    @property
    def lists(self) -> list[str]:
        """The places that hold rows."""
        return lists_of(self.whole)

    @property
    def labels(self) -> dict[str, str]:
        """What each field is called, by its name, also of those in rows."""
        rows = (self._form(Place("", name, NO_ROW)) for name in self.lists)
        return {field.name: str(field.label.text) for form in (self.whole, *rows) for field in form}

    def changes(self, sent: str) -> tuple[list[Change], dict[str, str]]:
        """The changes that a page sends as JSON, and a sentence for each place where a text means nothing.

        Raises DomainError for what no page of ours sends.
        """
        try:
            found = json.loads(sent)
            json.dumps(found, ensure_ascii=False).encode()  # half a character is no text
        except (ValueError, RecursionError):
            raise _unclear() from None
        if not isinstance(found, list) or len(found) > MOST_CHANGES or NUL in json.dumps(found):
            raise _unclear()
        changes, problems = [], {}
        for one in found:
            try:
                changes.append(self.change(one))
            except MeaninglessError as error:
                problems[error.field or ""] = error.message
        return changes, problems

    def change(self, sent: Any) -> Change:
        """One of them."""
        if not isinstance(sent, dict) or not isinstance(sent.get("place"), str):
            raise _unclear()
        place = Place.of(sent["place"])
        if place.row_id is not None and not place.name:
            return Change(place=place, was=self._row(place, sent.get("was")), now=None)
        field = self.field(place)
        now = _text(sent.get("now"))
        return Change(
            place=place,
            was=self.value(place, _text(sent.get("was"))),
            now=self.value(place, now),
            text=now if isinstance(now, str) else "",
            is_prose=isinstance(field, TextAreaField),
        )

    def _row(self, place: Place, was: Any) -> dict[str, Any]:
        if not isinstance(was, dict):
            raise _unclear()
        return {
            name: self.value(Place(name, place.rows, place.row_id), _text(text))
            for name, text in was.items()
            if name in self._form(place)
        }

    def field(self, place: Place) -> Any:
        """The form field of a place; raises DomainError if there is none."""
        form = self._form(place)
        if place.name not in form or (place.row_id is None and place.name not in FIELDS):
            raise _unclear()
        return form[place.name]

    def value(self, place: Place, text: Text) -> Any:
        """What a text means there; raises MeaninglessError with the field's own sentence."""
        form = self._form(place, MultiDict({place.name: text}))
        field = form[place.name]
        if not field.validate(form):
            raise MeaninglessError(" ".join(map(str, field.errors)), field=str(place))
        return field.data

    def words(self, place: Place, text: str) -> str:
        """A text as a person reads it: the label of a choice, else itself."""
        field = self._form(place, MultiDict({place.name: text}))[place.name]  # what is retired is offered to its text
        labels = {str(option.data): str(option.label.text) for option in field} if hasattr(field, "choices") else {}
        return labels.get(text, text)

    def standing(self, key: str, discussion: Discussion | None) -> str:
        """What stands in a place, as a person reads it."""
        text = self.texts(discussion).get(key, "")
        return self.words(Place.of(key), text) if isinstance(text, str) else ", ".join(text)

    def words_of(self, clash: Clash) -> str:
        """What stands beside it, as a person reads it."""
        return self.words(Place.of(clash.place), clash.text)

    def mark(self, key: str, discussion: Discussion | None) -> str:
        """A short mark of what stands in a place."""
        return fingerprint(self.texts(discussion).get(key, ""))

    def texts(self, discussion: Discussion | None) -> dict[str, Text]:
        """Every place that there is, with the text its form shows."""
        draft = read(discussion) if discussion else Draft()
        found: dict[str, Text] = {}
        for name, value in asdict(draft).items():
            rows = getattr(discussion, name) if isinstance(self.whole[name], FieldList) and discussion else ()
            if isinstance(self.whole[name], FieldList):
                for row, values in zip(rows, value, strict=True):
                    found |= dict(self._texts_of_row(name, row.id, values))
            else:
                found[name] = _shown(self.whole[name], value)
        return found

    def _texts_of_row(self, rows: str, row_id: UUID, values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
        form = self._form(Place("", rows, row_id))
        for name, value in values.items():
            yield str(Place(name, rows, row_id)), _shown(form[name], value)

    def _form(self, place: Place, data: MultiDict[str, Any] | None = None) -> Any:
        if place.row_id is None:
            return OutcomeForm(formdata=data, meta={"csrf": False}) if data is not None else self.whole
        if place.rows not in self.whole or not isinstance(self.whole[place.rows], FieldList):
            raise _unclear()
        kind: type[PlainForm] = self.whole[place.rows].unbound_field.args[0]
        form = kind(formdata=data)
        if "person_id" in form:
            form["person_id"].choices = self.choices
        return form


def stored_form(discussion: Discussion | None) -> OutcomeForm:
    """The form as the outcome stands, whatever was posted."""
    stored = {**asdict(read(discussion)), "version": discussion.row_version} if discussion else {}
    return OutcomeForm(formdata=None, data=stored)


def lists_of(form: OutcomeForm) -> list[str]:
    """The fields that hold rows."""
    return [field.name for field in form if isinstance(field, FieldList)]


def ids_of_rows(discussion: Discussion | None, form: OutcomeForm) -> dict[str, list[str]]:
    """The ids of the rows of an outcome in order, by the field that holds them."""
    return {name: [str(row.id) for row in getattr(discussion, name)] if discussion else [] for name in lists_of(form)}


def _unclear() -> DomainError:
    return DomainError(_("Something in the form cannot be understood yet."))


def _text(sent: Any) -> Text:
    if sent is None:
        return ""
    if isinstance(sent, list):
        return [str(one) for one in sent]
    return str(sent)


def _shown(field: Any, value: Any) -> Text:
    if isinstance(value, (list, tuple)):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return "yes" if value else "" if isinstance(field, BooleanField) else "no"
    return "" if value is None else str(value)
