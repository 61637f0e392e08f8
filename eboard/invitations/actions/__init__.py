"""What changes invitations: they follow their meeting, tell their person, and take an answer."""

from eboard.invitations.actions.answering import answer_invitation
from eboard.invitations.actions.following import reconcile
from eboard.invitations.actions.parking import apply_parked, dismiss_parked
from eboard.invitations.actions.proposals import accept_proposal, decline_proposal
from eboard.invitations.actions.receiving import Received, receive
from eboard.invitations.actions.reminding import ask_again, ask_unanswered, remind
from eboard.invitations.actions.restoring import doubt_what_was_told
from eboard.invitations.actions.slots import hold_slots, tell_slot
from eboard.invitations.actions.telling import tell, tell_now

__all__ = [
    "Received",
    "accept_proposal",
    "answer_invitation",
    "apply_parked",
    "ask_again",
    "ask_unanswered",
    "decline_proposal",
    "dismiss_parked",
    "doubt_what_was_told",
    "hold_slots",
    "receive",
    "reconcile",
    "remind",
    "tell",
    "tell_now",
    "tell_slot",
]
