"""The forms of an opening in an emergency and of its review."""

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from eboard.cases.actions.emergencies import LONGEST, SHORTEST
from eboard.cases.enums import EmergencyReason, Verdict
from eboard.cases.forms.fields import OpenEnumField
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip


class EmergencyForm(Form):
    """Which case, and why."""

    number = StringField(
        _("Number of the case"),
        [InputRequired(), Length(max=40)],
        filters=[strip],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    # Both are checked before the number is looked at, so that a refusal never tells whether there is such a case.
    reason = OpenEnumField(_("Why do you need it now?"), EmergencyReason, validators=[InputRequired()])
    note = TextAreaField(
        _("Describe it"), [InputRequired(), Length(SHORTEST, LONGEST)], filters=[strip], render_kw={"rows": 3}
    )


class ReviewForm(Form):
    """Whether an opening was justified."""

    verdict = OpenEnumField(_("Was it justified?"), Verdict)
    note = StringField(_("Note"), [Length(max=LONGEST)], filters=[strip])

    @property
    def is_justified(self) -> bool | None:
        """The answer; None without one."""
        return None if self.verdict.data is None else self.verdict.data is Verdict.JUSTIFIED
