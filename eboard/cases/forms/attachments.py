"""Attaching a file, which travels in a request of its own, and saying that it shows no identity."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, FileField
from wtforms.validators import DataRequired, InputRequired

from eboard.cases.enums import Harmless, Trace
from eboard.cases.forms.fields import OpenEnumField
from eboard.core.i18n import lazy as _
from eboard.core.web import Form

ACCEPTED = ".pdf,.png,.jpg,.jpeg,.docx,.pptx,.dcm"


class AttachForm(Form):
    """One file."""

    file = FileField(_("File"), render_kw={"accept": ACCEPTED})

    @property
    def content(self) -> bytes:
        """The bytes that came; none without a file."""
        return bytes(self.file.data.read()) if hasattr(self.file.data, "read") else b""

    @property
    def file_name(self) -> str:
        """The name the file had."""
        return str(getattr(self.file.data, "filename", "") or "")


class LookForm(Form):
    """That somebody looked through a file; `looking` adds a question for each kind that the guard found."""

    is_confirmed = BooleanField(
        _("I looked through the whole file, pictures too: nothing else in it tells who the patient is"),
        [DataRequired(_("Look through the file first, then tick this."))],
    )

    @property
    def answers(self) -> list[Any]:
        """The questions about kinds, in their order."""
        return [field for field in self if isinstance(field, OpenEnumField)]

    @property
    def reasons(self) -> dict[Trace, Harmless]:
        """The answers that were given."""
        return {Trace.of(field.name): field.data for field in self.answers if field.data is not None}


def looking(kinds: Iterable[Trace]) -> LookForm:
    """The form for a file in which these kinds were found."""
    refusal = _("Say why it does no harm, or replace the file.")
    questions = {
        kind.value: OpenEnumField(_("Why may the board see it?"), Harmless, validators=[InputRequired(refusal)])
        for kind in kinds
    }
    form: LookForm = type("LookForm", (LookForm,), questions)()
    return form
