"""What changes invitations: they follow their meeting, tell their person, and take an answer."""

from eboard.invitations.actions.answering import answer_invitation
from eboard.invitations.actions.following import reconcile
from eboard.invitations.actions.restoring import doubt_what_was_told
from eboard.invitations.actions.telling import tell, tell_now

__all__ = ["answer_invitation", "doubt_what_was_told", "reconcile", "tell", "tell_now"]
