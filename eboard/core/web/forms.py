"""The base of every form: shape and parsing here, the rules of the domain in the actions."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
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
