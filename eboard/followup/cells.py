"""Numbers of cases that many people may read: small ones are left out, so that nobody is told of one patient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
LEAST = 5  # a number of cases below this may point at one of them


@dataclass(frozen=True, slots=True)
class Cells(Generic[Key]):
    """Numbers by what they count, and their sum; None is a number that is not shown."""

    numbers: Mapping[Key, int | None]
    total: int | None


def shielded(counts: Mapping[Key, int]) -> Cells[Key]:
    """``counts`` without small numbers, and without what would give them away.

    Zeros are shown. The smallest others follow a hidden one until those hidden are two or more, count five cases or
    more, and could be shared out in more than one way; if there are not as many, the total is hidden as well.
    """
    rising = sorted((number, position) for position, number in enumerate(counts.values()) if number)
    hidden = [one for one in rising if one[0] < LEAST]
    rest = rising[len(hidden) :]
    while hidden and rest and (not _is_safe(hidden) or rest[0][0] == hidden[-1][0]):
        hidden.append(rest.pop(0))  # those as large as the last one go as well: the order would tell which it was
    left_out = {position for _number, position in hidden}
    return Cells(
        {key: None if position in left_out else number for position, (key, number) in enumerate(counts.items())},
        sum(counts.values()) if not hidden or _is_safe(hidden) else None,
    )


def concealed(counts: Mapping[Key, int]) -> Cells[Key]:
    """``counts`` of which only the zeros are shown."""
    return Cells({key: None if number else 0 for key, number in counts.items()}, None)


def _is_safe(hidden: list[tuple[int, int]]) -> bool:
    total, count = sum(number for number, _position in hidden), len(hidden)
    all_small = all(number < LEAST for number, _position in hidden)
    is_forced = total == count or (all_small and total == count * (LEAST - 1))  # all ones, or all fours
    return count > 1 and total >= LEAST and not is_forced
