"""The base of every form: shape and parsing here, the rules of the domain in the actions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import time as clock_time
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import ValidationError

from eboard.core import time
from eboard.core.db import attempt
from eboard.core.errors import DomainError, StaleError
from eboard.core.i18n import gettext as _

Result = TypeVar("Result")

HTTP_OK = 200


class Form(FlaskForm):
    """A form that can try an action and keep what was typed when the domain refuses."""

    refusal: DomainError | StaleError | None = None

    def perform(self, action: Callable[[], Result]) -> tuple[bool, Result | None]:
        """Run ``action``; a refusal is taken back, put beside its field, and reported as ``(False, None)``."""
        try:
            with attempt():
                return True, action()
        except (DomainError, StaleError) as error:
            self.refuse(error)
            return False, None

    def refuse(self, error: DomainError | StaleError) -> None:
        """Show a refusal beside the field it names, else above the form."""
        self.refusal = error
        target = self._fields.get(error.field or "")
        if target is None:
            self.form_errors.append(error.message)
        else:
            target.errors = [*target.errors, error.message]

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.refusal is not None:
            return self.refusal.status
        return DomainError.status if self.errors else HTTP_OK


class VersionField(HiddenField):
    """The row version that the person saw, to notice a second saver."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the number."""
        if valuelist:
            try:
                self.data = int(valuelist[0])
            except ValueError:
                raise ValueError(_("This page is out of date. Open it again.")) from None


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which something else is stored by now than what was typed."""

    label: str
    stored: str


class VersionedForm(Form):
    """The form of a row that somebody else may save meanwhile; it is made with what the row holds now.

    The second of two savers is shown what is stored where it differs, keeps what he or she typed, and wins by saving
    again. Who sends again what is stored already, by the browser's way back, has nothing left to do.
    """

    version = VersionField(default=0)
    differences: Sequence[Difference] = ()

    def perform(self, action: Callable[[], Result]) -> tuple[bool, Result | None]:
        """Run ``action`` as `Form.perform` does, unless everything typed is stored already."""
        if self.version.data != self.version.object_data and not self._changed():
            return True, None
        return super().perform(action)

    def refuse(self, error: DomainError | StaleError) -> None:
        """Show a refusal; after another's save, show that too, and let the next save count as knowing it."""
        super().refuse(error)
        if isinstance(error, StaleError):
            self.differences = [Difference(field.label.text, worded(field)) for field in self._changed()]
            self.version.data = self.version.object_data

    def _changed(self) -> list[Any]:
        shown = (field for field in self if not isinstance(field, HiddenField))
        return [field for field in shown if comparable(field.data) != comparable(field.object_data)]


def comparable(value: Any) -> Any:
    """A value of a field, the same whether it was typed or stored."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(one) for one in value)
    return str(value or "").split()


def worded(field: Any) -> str:
    """What is stored in a field, in words."""
    stored = field.object_data
    if isinstance(field, PasswordField):
        return _("not shown")
    if isinstance(field, BooleanField):
        return _("yes") if stored else _("no")
    chosen = set(comparable(stored if isinstance(stored, list) else [stored]))
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(option.label.text) for option in field if str(option.data) in chosen)
    if isinstance(stored, list):
        return ", ".join(str(one) for one in stored) or _("empty")
    return f"{stored:%H:%M}" if isinstance(stored, clock_time) else str(stored or _("empty"))


class ZoneField(StringField):
    """An IANA time zone by name."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002, FBT001 - WTForms' signature
        """Refuse an unknown zone."""
        if self.data:
            try:
                time.zone(self.data)
            except DomainError as error:
                raise ValidationError(error.message) from None


def strip(text: str | None) -> str | None:
    """A filter for fields: blanks around the text mean nothing."""
    return text.strip() if text else text
