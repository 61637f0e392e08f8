"""Sharing out cases among those who can prepare them: fair, within what each can take, the same each time. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who can prepare cases of a meeting, and how many at most; None for no limit."""

    person_id: UUID
    most_cases: int | None = None


def share_out(
    cases: Sequence[UUID],
    people: Collection[Sharer],
    kept: Mapping[UUID, UUID],
    barred: Mapping[UUID, Collection[UUID]] | None = None,
) -> dict[UUID, UUID]:
    """The person for each case: those of ``kept`` stay, the rest go to whoever has the fewest, then by id.

    ``barred`` names for a case the people who may not read it. A case that nobody can take is left out.
    """
    given = {case_id: kept[case_id] for case_id in cases if case_id in kept}
    counts = {one.person_id: 0 for one in people}
    for person_id in given.values():
        counts[person_id] = counts.get(person_id, 0) + 1
    for case_id in cases:
        if case_id in given:
            continue
        free = [one.person_id for one in people if _can_take(one, counts) and not _is_barred(one, case_id, barred)]
        if free:
            person_id = min(free, key=lambda one: (counts[one], one))
            given[case_id] = person_id
            counts[person_id] += 1
    return given


def _can_take(one: Sharer, counts: Mapping[UUID, int]) -> bool:
    return one.most_cases is None or counts[one.person_id] < one.most_cases


def _is_barred(one: Sharer, case_id: UUID, barred: Mapping[UUID, Collection[UUID]] | None) -> bool:
    return barred is not None and one.person_id in barred.get(case_id, ())
