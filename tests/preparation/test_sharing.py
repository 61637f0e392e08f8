"""The law of sharing out: fair within one, within what each can take, the same each time, and kept where chosen."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from eboard.preparation.sharing import Sharer, share_out

CASES = [UUID(int=number) for number in range(100, 112)]
PEOPLE = [UUID(int=number) for number in range(1, 6)]

cases = st.lists(st.sampled_from(CASES), unique=True)
sharers = st.lists(
    st.builds(Sharer, st.sampled_from(PEOPLE), st.none() | st.integers(0, 4)), unique_by=lambda one: one.person_id
)
keeping = st.dictionaries(st.sampled_from(CASES), st.sampled_from(PEOPLE))
barring = st.dictionaries(st.sampled_from(CASES), st.frozensets(st.sampled_from(PEOPLE)))


@given(cases, sharers)
def test_it_is_fair_within_one_among_those_who_could_take_more(cases: list[UUID], people: list[Sharer]) -> None:
    counts = Counter(share_out(cases, people, {}).values())
    for busy in people:
        for idle in people:
            has_room = idle.most_cases is None or counts[idle.person_id] < idle.most_cases
            assert not has_room or counts[busy.person_id] <= counts[idle.person_id] + 1


@given(cases, sharers, keeping, barring)
def test_who_was_chosen_stays_and_nobody_is_given_more_than_the_cap_or_what_is_closed(
    cases: list[UUID], people: list[Sharer], kept: dict[UUID, UUID], barred: dict[UUID, frozenset[UUID]]
) -> None:
    given_out = share_out(cases, people, kept, barred)
    assert {case: given_out[case] for case in cases if case in kept} == {c: p for c, p in kept.items() if c in cases}
    before, after = Counter(p for c, p in kept.items() if c in cases), Counter(given_out.values())
    for one in people:
        if one.most_cases is not None:
            assert after[one.person_id] <= max(one.most_cases, before[one.person_id])
    assert all(person not in barred.get(case, ()) for case, person in given_out.items() if case not in kept)


@given(cases, sharers, keeping, barring, st.randoms())
def test_the_order_of_the_people_does_not_matter_and_doing_it_again_changes_nothing(
    cases: list[UUID], people: list[Sharer], kept: dict[UUID, UUID], barred: dict[UUID, frozenset[UUID]], random: object
) -> None:
    once = share_out(cases, people, kept, barred)
    random.shuffle(people)  # type: ignore[attr-defined]
    assert share_out(cases, people, kept, barred) == once
    assert share_out(cases, people, once, barred) == once


@given(cases, sharers)
def test_a_case_is_left_out_only_when_everybody_is_full(cases: list[UUID], people: list[Sharer]) -> None:
    given_out = share_out(cases, people, {})
    counts = Counter(given_out.values())
    if len(given_out) < len(cases):
        assert all(one.most_cases is not None and counts[one.person_id] == one.most_cases for one in people)
