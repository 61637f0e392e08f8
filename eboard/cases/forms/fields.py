"""Fields that the forms of cases share."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput

from eboard.core.enums import Labelled
from eboard.core.i18n import gettext as _

PARTIAL_DATE = re.compile(r"(19|20)\d{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class EnumField(SelectField):
    """A choice of an enum's members; nothing chosen is None."""

    def __init__(self, label: Any, kind: type[Labelled], **options: Any) -> None:
        super().__init__(label, coerce=lambda value: kind.of(value) if value else None, **options)
        self.kind = kind
        self.choices = self._offered()

    def _offered(self) -> dict[str, str]:
        return {"": _("not given"), **dict(self.kind.choices())}


class OpenEnumField(EnumField):
    """The same with its choices standing open as radio buttons."""

    widget = ListWidget(prefix_label=False)
    option_widget = RadioInput()

    def _offered(self) -> dict[str, str]:
        return dict(self.kind.choices())

    def pre_validate(self, form: Any) -> None:
        """Let nothing be chosen."""
        if self.data is not None:
            super().pre_validate(form)


class ManyField(SelectMultipleField):
    """Checkboxes of an enum's members; what is kept are their stored values."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, kind: type[Labelled], **options: Any) -> None:
        super().__init__(label, **options)
        self.choices = dict(kind.choices())


class ValueField(SelectField):
    """A choice of plain values, none of them first; nothing chosen is the empty text."""

    def __init__(self, label: Any, values: Iterable[str], **options: Any) -> None:
        super().__init__(label, default="", **options)
        self.choices = {"": _("not given"), **{value: value for value in values}}


class ParsedField(StringField):
    """A text brought into its stored form by ``parse``, which raises ValueError where it cannot."""

    data: str | None

    def __init__(self, label: Any, parse: Callable[[str], str], refusal: Any, **options: Any) -> None:
        super().__init__(label, **options)
        self.parse, self.refusal = parse, refusal

    def post_validate(self, form: Any, validation_stopped: bool) -> None:  # noqa: ARG002, FBT001 - WTForms' signature
        """Parse what was typed; what cannot be parsed stays as it is."""
        try:
            self.data = self.parse(self.data or "")
        except ValueError:
            raise ValidationError(str(self.refusal)) from None


def matching(pattern: re.Pattern[str], *, upper: bool = False) -> Callable[[str], str]:
    """A parser that takes texts of one form, and the empty one."""

    def parse(text: str) -> str:
        bare = text.strip().upper() if upper else text.strip()
        if bare and not pattern.fullmatch(bare):
            raise ValueError(text)
        return bare

    return parse
