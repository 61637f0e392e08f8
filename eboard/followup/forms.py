"""The line of one recommendation on the page of follow-ups."""

from typing import Any, cast

from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from eboard.core import time
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, VersionField, strip
from eboard.followup.actions import Reply
from eboard.followup.asking import gap
from eboard.followup.enums import DeviationReason, Followed
from eboard.followup.models import FollowUp


def _choices(kind: Any, first: Any) -> list[SelectChoice]:
    return [SelectChoice("", str(first)), *(SelectChoice(value, label) for value, label in kind.choices())]


class LineForm(Form):
    """What became of one recommendation; a line that is left as it was shown says nothing."""

    version = VersionField(default=0)
    followed = SelectField(_("What became of it"), choices=lambda: _choices(Followed, _("Choose")))
    reason = SelectField(_("Why"), choices=lambda: _choices(DeviationReason, _("Choose the reason")))
    note = StringField(_("In a few words"), [Length(max=500)], filters=[strip])

    row: FollowUp

    @classmethod
    def of(cls, row: FollowUp, **formdata: Any) -> "LineForm":
        """The form of a row; one that is due begins empty, any other shows its answer."""
        is_new = row.is_due(time.now())
        shown = Reply(None) if is_new else Reply(row.followed, row.reason, row.note)
        form = cls(
            prefix=f"{row.id}-",
            data={
                "version": row.row_version,
                "followed": shown.followed or "",
                "reason": shown.reason or "",
                "note": shown.note,
            },
            **formdata,
        )
        form.row = row
        return form

    @property
    def is_touched(self) -> bool:
        """Whether something else stands there than what was shown."""
        fields = (self.followed, self.reason, self.note)
        return any((field.data or "") != (field.object_data or "") for field in fields)

    @property
    def reply(self) -> Reply:
        """What was chosen, as a value."""
        return Reply(
            Followed.of(self.followed.data) if self.followed.data else None,
            DeviationReason.of(self.reason.data) if self.reason.data else None,
            cast("str", self.note.data or ""),
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the choices, then whether the answer is whole."""
        if not super().validate(extra_validators):
            return False
        missing = gap(self.reply.followed, self.reply.reason, self.reply.note)
        if missing is not None:
            self[missing[0]].errors = [missing[1]]
        return missing is None
