"""What changes invitations: they follow their meeting, tell their person, and take an answer."""

from eboard.invitations.actions.answering import answer_invitation
from eboard.invitations.actions.following import reconcile
from eboard.invitations.actions.reminding import ask_again, ask_unanswered, note_agenda, remind
from eboard.invitations.actions.telling import tell, tell_now

__all__ = ["answer_invitation", "ask_again", "ask_unanswered", "note_agenda", "reconcile", "remind", "tell", "tell_now"]
