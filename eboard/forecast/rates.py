"""How often people come who gave a certain answer, learned from meetings that were held; no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from eboard.invitations.enums import Answer

# What is assumed of a network without a history: people mostly keep what they promise, and of the silent every second
# one comes. It weighs as much as PRIOR meetings and is soon outweighed.
ASSUMED: Mapping[Answer, float] = {Answer.ACCEPTED: 0.9, Answer.TENTATIVE: 0.5, Answer.NEEDS_ACTION: 0.5}

# One's own record counts as much as that of the network after this many meetings with the same answer: on a board that
# meets weekly about a month, so that one missed meeting is no verdict and a habit shows within a quarter.
PRIOR = 4.0


@dataclass(frozen=True, slots=True)
class Record:
    """To how many meetings somebody was asked, and to how many of them he or she came."""

    asked: int = 0
    came: int = 0


@dataclass(frozen=True, slots=True)
class History:
    """The records of the network by answer, and those of people by person and answer."""

    network: Mapping[Answer, Record] = field(default_factory=dict)
    people: Mapping[tuple[UUID, Answer], Record] = field(default_factory=dict)

    def rate(self, person_id: UUID, answer: Answer) -> float:
        """How likely a person comes who gave this answer; 0 for who declined or sends somebody else."""
        if answer not in ASSUMED:
            return 0.0
        usual = _smooth(self.network.get(answer, Record()), ASSUMED[answer])
        return _smooth(self.people.get((person_id, answer), Record()), usual)


def _smooth(record: Record, usual: float) -> float:
    return (record.came + PRIOR * usual) / (record.asked + PRIOR)
