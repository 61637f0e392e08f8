"""What changes agreements and certifications."""

from eboard.membership.actions.agreements import (
    Terms,
    end_agreement,
    join_network,
    record_agreement,
    remind_of_agreement,
)
from eboard.membership.actions.certifying import certify
from eboard.membership.actions.duties import note_left_duty, settle_duty
from eboard.membership.actions.rounds import open_round, remind_of_round
from eboard.membership.actions.suspending import suspend

__all__ = [
    "Terms",
    "certify",
    "end_agreement",
    "join_network",
    "note_left_duty",
    "open_round",
    "record_agreement",
    "remind_of_agreement",
    "remind_of_round",
    "settle_duty",
    "suspend",
]
