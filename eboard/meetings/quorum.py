"""Quorum by rule pack: whether the specialties a board needs are there, or who is missing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from eboard.boards.rules import Rules
from eboard.people.enums import Specialty


@dataclass(frozen=True, slots=True)
class Need:
    """A required specialty: how many people cover it and how many have to."""

    specialty: Specialty
    have: int
    need: int

    @property
    def is_met(self) -> bool:
        """Whether enough people cover it."""
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class Quorum:
    """The needs of a pack against the people there; `specialties` counts the different ones."""

    needs: tuple[Need, ...]
    specialties: int
    least_specialties: int

    @property
    def missing(self) -> tuple[Need, ...]:
        """The needs that are not met."""
        return tuple(need for need in self.needs if not need.is_met)

    @property
    def met(self) -> int:
        """How many needs are met."""
        return len(self.needs) - len(self.missing)

    @property
    def is_met(self) -> bool:
        """Whether everything the pack demands is there."""
        return not self.missing and self.specialties >= self.least_specialties


def quorum(rules: Rules, people: Iterable[Iterable[Specialty]]) -> Quorum:
    """Judge the people, each given by the specialties he or she covers, by the rules."""
    covered = Counter(specialty for person in people for specialty in set(person))
    needs = tuple(Need(specialty, covered[specialty], least) for specialty, least in sorted(rules.required.items()))
    return Quorum(needs, len(covered), rules.least_specialties)
