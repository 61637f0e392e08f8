"""The best order of the cases of one sitting, by dynamic programming over which of them have been discussed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from eboard.meetings.breaks import begins
from eboard.planning.enums import PinKind
from eboard.planning.goals import attention, people_of, tiredness
from eboard.planning.presence import starts
from eboard.planning.rules import fits
from eboard.planning.values import Candidate, Pin, Sitting

EXACT = 13  # cases; a sitting of more is ordered with the best states of each step alone
FEW = 400
IDLE, FATIGUE = 10**12, 10**4  # so that the goals count one after the other


@dataclass(frozen=True, slots=True)
class Block:
    """Cases that stay together, and the position of the first of them if it is fixed."""

    cases: tuple[Candidate, ...]
    position: int | None


@dataclass(slots=True)
class State:
    """What is known once some of the blocks have been discussed: the best way to get there."""

    cost: int
    before: int  # minutes of cases
    count: int
    people: int
    order: tuple[Candidate, ...]


class Bits:
    """Gives each person and specialty a bit."""

    def __init__(self) -> None:
        self.bits: dict[object, int] = {}

    def of(self, candidate: Candidate) -> int:
        """The bits of everybody a case needs."""
        mask = 0
        for one in people_of(candidate):
            mask |= self.bits.setdefault(one, 1 << len(self.bits))
        return mask


class Search:
    """The order of one sitting."""

    def __init__(self, sitting: Sitting, blocks: Sequence[Block]) -> None:
        self.sitting = sitting
        self.blocks = blocks
        bits = Bits()
        cases = [one for block in blocks for one in block.cases]
        self.people = {one.case_id: bits.of(one) for one in cases}
        self.starts = {one.case_id: starts(one, sitting) for one in cases}
        self.attention = {one.case_id: attention(one) for one in cases}
        listed = sitting.listed if sitting.is_published else ()
        self.place = {case_id: place for place, case_id in enumerate(listed)}
        self.of_block = [self._people(block.cases) for block in blocks]
        self.of_rest: dict[int, int] = {}

    def _people(self, cases: Sequence[Candidate]) -> int:
        mask = 0
        for one in cases:
            mask |= self.people[one.case_id]
        return mask

    def best(self) -> tuple[Candidate, ...] | None:
        """The best order; None if there is none that keeps the rules."""
        layer = {0: State(0, 0, 0, 0, ())}
        most = None if len(self.blocks) <= EXACT else FEW
        for _block in self.blocks:
            following: dict[int, State] = {}
            for mask, state in layer.items():
                for bit, reached in self._following(mask, state):
                    known = following.get(mask | bit)
                    if known is None or reached.cost < known.cost:
                        following[mask | bit] = reached
            layer = dict(sorted(following.items(), key=lambda found: (found[1].cost, found[0]))[:most])
        return min(layer.values(), key=lambda state: state.cost).order if layer else None

    def _following(self, mask: int, state: State) -> Iterator[tuple[int, State]]:
        for number, block in enumerate(self.blocks):
            bit = 1 << number
            if mask & bit or (block.position is not None and block.position != state.count + 1):
                continue
            reached = self._discuss(state, block, self._after(mask | bit))
            if reached is not None:
                yield bit, reached

    def _after(self, mask: int) -> int:
        """Everybody whom the blocks outside of ``mask`` need."""
        rest = self.of_rest.get(mask)
        if rest is None:
            rest = 0
            for number, people in enumerate(self.of_block):
                if not mask >> number & 1:
                    rest |= people
            self.of_rest[mask] = rest
        return rest

    def _discuss(self, state: State, block: Block, rest: int) -> State | None:
        cost, before, people, order = state.cost, state.before, state.people, state.order
        for place, one in enumerate(block.cases):
            if not self.starts[one.case_id] >> begins(self.sitting.minutes, before, one.minutes) & 1:
                return None
            own = self.people[one.case_id]
            after = rest | self._people(block.cases[place + 1 :])
            cost += IDLE * one.minutes * (people & after & ~own).bit_count()
            cost += FATIGUE * self.attention[one.case_id] * tiredness(self.sitting, before, one.minutes)
            cost += self._swaps(one, order)
            before, people, order = before + one.minutes, people | own, (*order, one)
        return State(cost, before, state.count + len(block.cases), people, order)

    def _swaps(self, candidate: Candidate, order: Sequence[Candidate]) -> int:
        mine = self.place.get(candidate.case_id)
        if mine is None:
            return 0
        return sum(self.place.get(one.case_id, -1) > mine for one in order)


def ordered(sitting: Sitting, cases: Sequence[Candidate], pins: Sequence[Pin] = ()) -> tuple[UUID, ...] | None:
    """The cases of a sitting in their best order; None if no order keeps the rules and the pins."""
    canonical = sorted(cases, key=lambda one: (-one.urgency, one.due_at, one.case_id))
    blocks = _blocks(canonical, pins)
    found = Search(sitting, blocks).best() if blocks is not None else None
    if found is None or not fits(sitting, found):
        return None
    return tuple(one.case_id for one in found)


def _blocks(cases: Sequence[Candidate], pins: Sequence[Pin]) -> list[Block] | None:
    """The cases in blocks that pins keep together; None if the pins contradict one another."""
    known = {one.case_id: one for one in cases}
    following: dict[UUID, UUID] = {}
    positions: dict[UUID, int] = {}
    for pin in pins:
        if pin.case_id not in known:
            continue
        if pin.kind is PinKind.POSITION and pin.position is not None:
            positions[pin.case_id] = pin.position
        elif pin.kind is PinKind.AFTER and pin.after_id is not None:
            if pin.after_id not in known or pin.after_id in following or pin.case_id in following.values():
                return None
            following[pin.after_id] = pin.case_id
    heads = [case_id for case_id in known if case_id not in following.values()]
    blocks = [_chain(head, following, known, positions) for head in heads]
    if sum(len(block.cases) for block in blocks if block) != len(cases):  # a circle has no head
        return None
    return [block for block in blocks if block]


def _chain(
    head: UUID, following: Mapping[UUID, UUID], known: Mapping[UUID, Candidate], positions: Mapping[UUID, int]
) -> Block | None:
    cases = [known[head]]
    while (after := following.get(cases[-1].case_id)) is not None:
        cases.append(known[after])
    fixed = {positions[one.case_id] - place for place, one in enumerate(cases) if one.case_id in positions}
    if len(fixed) > 1:
        return None
    return Block(tuple(cases), fixed.pop() if fixed else None)
