"""How large a made-up network is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The size of a network: ``weeks`` reach back and ahead alike, ``cases`` stand on a meeting's agenda at most."""

    boards: int = 8
    weeks: int = 12
    cases: int = 4
    history: int = 0  # weeks before those in which the first board met once a month, with a few cases
    waiting: int = 128  # cases that are not on the agenda of a meeting that was held


FULL = Scale(history=40)
