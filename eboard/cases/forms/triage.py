"""Forms of triage."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from eboard.boards.models import Board
from eboard.cases.enums import TriageResult
from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import strip

REASON_LENGTH = 2000
IN_BULK = (TriageResult.DISCUSS, TriageResult.NOT_READY)
CONFIRM = "confirm"


CHOICES = {
    TriageResult.DISCUSS: _("Discuss: it waits for a meeting"),
    TriageResult.NOTE_ONLY: _("Note only: a physician confirms, nobody discusses it"),
    TriageResult.NOT_READY: _("Not ready: back to the care team, with what is missing"),
    TriageResult.CONVERT: _("Convert to eConsult: a written answer instead"),
    TriageResult.REDIRECT: _("Redirect: another board triages it, and you no longer see it"),
    TriageResult.DECLINE: _("Decline: a physician confirms"),
}
SAID = {
    TriageResult.DISCUSS: _("Accepted. The case waits for a meeting; the care team will be told."),
    TriageResult.NOT_READY: _("Returned. The care team will be told."),
    TriageResult.NOTE_ONLY: _("Proposed. A physician of the board decides."),
    TriageResult.DECLINE: _("Proposed. A physician of the board decides."),
    TriageResult.CONVERT: _("Converted. The care team will be told."),
    TriageResult.REDIRECT: _("Redirected. The other board triages the case."),
}


def _board_id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


class TriageForm(Form):
    """One result for one case."""

    result = RadioField(_("Result"), coerce=TriageResult, validators=[InputRequired(_("Choose one."))])
    board = SelectField(_("Other board"), coerce=_board_id, description=_("Only to redirect."))
    reason = TextAreaField(
        _("Reason"),
        filters=[strip],
        validators=[Length(max=REASON_LENGTH)],
        description=_("The care team reads it in eBoard; it never goes into an e-mail. Not needed to discuss a case."),
    )

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.result.choices = [SelectChoice(result, CHOICES[result]) for result in TriageResult]

    def offer(self, boards: Sequence[Board]) -> None:
        """Fill the list of boards to redirect to."""
        named = [SelectChoice(str(board.id), board.name) for board in boards]
        self.board.choices = [SelectChoice("", _("None")), *named]
        self._boards = {board.id: board for board in boards}

    @property
    def decision(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {
            "result": self.result.data,
            "reason": self.reason.data or "",
            "board": self._boards.get(self.board.data),
        }

    @property
    def said(self) -> str:
        """What was done, for the next page."""
        return str(SAID[self.result.data])


class BulkForm(Form):
    """One result for many cases, from the bar below the list."""

    do = SelectField(coerce=TriageResult, choices=[SelectChoice(result) for result in IN_BULK])
    reason = TextAreaField(_("Reason"), filters=[strip], validators=[Length(max=REASON_LENGTH)])


class DecisionForm(Form):
    """A physician's answer to a proposal."""

    do = SelectField(coerce=str, choices=[SelectChoice(CONFIRM), SelectChoice("turn_down")])
    note = TextAreaField(_("Note"), filters=[strip], validators=[Length(max=REASON_LENGTH)])

    @property
    def is_confirmed(self) -> bool:
        """Whether the physician agrees."""
        return bool(self.do.data == CONFIRM)


class OnwardForm(Form):
    """The second board of a case."""

    board = SelectField(_("Second board"), coerce=_board_id)

    def offer(self, boards: Sequence[Board]) -> None:
        """Fill the list."""
        self.board.choices = [SelectChoice(str(board.id), board.name) for board in boards]
        self._boards = {board.id: board for board in boards}

    @property
    def chosen(self) -> Board | None:
        """The board that was chosen."""
        return self._boards.get(self.board.data)
