"""Stretches of a text, kept so that a neighbour is found without looking at every other one. Pure."""

from bisect import bisect_left, bisect_right


class Spans:
    """Stretches in order of where they begin, which is also the order of where they end: none lies within another."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []

    def add(self, begin: int, end: int) -> None:
        """Take one; those that it covers give way to it, and one that is covered changes nothing."""
        if self.covers(begin, end):
            return
        first, last = bisect_left(self._begins, begin), bisect_right(self._ends, end)
        self._begins[first:last] = [begin]
        self._ends[first:last] = [end]

    def covers(self, begin: int, end: int) -> bool:
        """Whether it lies within one of them."""
        before = bisect_right(self._begins, begin)
        return before > 0 and end <= self._ends[before - 1]

    def meets(self, begin: int, end: int) -> bool:
        """Whether it has a character in common with one of them."""
        before = bisect_left(self._begins, end)
        return before > 0 and begin < self._ends[before - 1]
