"""What changes video services and their rooms."""

from eboard.conferences.actions.agreements import remind_of_agreement
from eboard.conferences.actions.providers import (
    Agreement,
    ProviderFacts,
    change_provider,
    end_agreement,
    keep_refresh_token,
    note_try,
    register_provider,
)
from eboard.conferences.actions.rooms import claim_room, note_ended, note_made, note_problem

__all__ = [
    "Agreement",
    "ProviderFacts",
    "change_provider",
    "claim_room",
    "end_agreement",
    "keep_refresh_token",
    "note_ended",
    "note_made",
    "note_problem",
    "note_try",
    "register_provider",
    "remind_of_agreement",
]
