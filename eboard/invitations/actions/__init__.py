"""What changes invitations: they follow their meeting, tell their person, and take an answer."""

from eboard.invitations.actions.answering import answer_invitation
from eboard.invitations.actions.following import reconcile
from eboard.invitations.actions.slots import hold_slots, tell_slot
from eboard.invitations.actions.telling import tell, tell_now

__all__ = ["answer_invitation", "hold_slots", "reconcile", "tell", "tell_now", "tell_slot"]
