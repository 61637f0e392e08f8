"""What people do with outcomes, one verb each."""

from eboard.recommendations.actions.amendments import begin_amendment, mark_entered_in_error, stop_amendment
from eboard.recommendations.actions.drafts import change_draft, save_draft
from eboard.recommendations.actions.notes import save_note
from eboard.recommendations.actions.readings import acknowledge_letter, note_reading
from eboard.recommendations.actions.reminders import remind
from eboard.recommendations.actions.results import record_outcome
from eboard.recommendations.actions.signatures import ask_for_signatures
from eboard.recommendations.actions.signing import sign_outcome

__all__ = [
    "acknowledge_letter",
    "ask_for_signatures",
    "begin_amendment",
    "change_draft",
    "mark_entered_in_error",
    "note_reading",
    "record_outcome",
    "remind",
    "save_draft",
    "save_note",
    "sign_outcome",
    "stop_amendment",
]
