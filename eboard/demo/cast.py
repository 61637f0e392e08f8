"""Who plays in the demo, and the chance everything hangs on."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from eboard.audit import Actor
from eboard.boards.models import Board
from eboard.demo.accounts import MEMBER
from eboard.demo.names import Names
from eboard.demo.network import HUB, Hospital
from eboard.demo.panels import BoardPlan
from eboard.people.models import Organization, Person

SEED = 2025
MEMBER_SHARE = 0.12


def as_person(person: Person) -> Actor:
    """Somebody acts in the browser."""
    return Actor(person_id=person.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A hospital with its people; the first physician refers, any of them presents."""

    hospital: Hospital
    organization: Organization
    nurses: list[Person] = field(default_factory=list)
    physicians: list[Person] = field(default_factory=list)
    administrators: list[Person] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A board with those who run it."""

    plan: BoardPlan
    board: Board
    coordinator: Person
    chair: Person
    deputy: Person
    panelists: list[Person] = field(default_factory=list)


@dataclass(slots=True)
class Cast:
    """Everybody, the real present, and the one source of chance."""

    present: datetime
    random: Random = field(default_factory=lambda: Random(SEED))
    names: Names = field(init=False)
    teams: dict[str, Team] = field(default_factory=dict)
    panels: list[Panel] = field(default_factory=list)
    put_off: Counter[str] = field(default_factory=Counter)  # by fate

    def __post_init__(self) -> None:
        """Let names come from the same chance."""
        self.names = Names(self.random)

    def home(self) -> Team:
        """Where the next case comes from: any member, the one with the offered accounts more often."""
        if self.random.random() < MEMBER_SHARE:
            return self.teams[MEMBER]
        return self.random.choice([team for code, team in self.teams.items() if code != HUB])
