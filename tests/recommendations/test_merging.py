"""Laws of writing together: no word is lost, order does not matter where edits do not touch, once is enough."""

import re
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from eboard.core.errors import DomainError
from eboard.recommendations.merging import LONGEST_TEXT, Change, Place, merge, settle

WORDS = re.compile(r"\w+")
ROW = UUID("019aaaaa-0000-7000-8000-000000000001")
words = st.lists(st.sampled_from(["liver", "node", "T2", "resect", "then", "scan"]), max_size=12)
joints = st.sampled_from([" ", ", ", ". ", "\n"])


@st.composite
def texts(draw: st.DrawFn) -> str:
    return "".join(word + draw(joints) for word in draw(words)).strip()


@st.composite
def edited(draw: st.DrawFn, base: str, marks: str) -> str:
    """The text with a few of its words replaced, removed, or words put between; new words are this person's own."""
    found = re.split(r"(\s+)", base)
    for number in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(found)))
        new = [f"{marks}{number}", " "] if draw(st.booleans()) else []
        found[at : at + draw(st.integers(0, 2))] = new
    return "".join(found).strip()


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    base = draw(texts())
    return base, draw(edited(base, "ito")), draw(edited(base, "ada"))


@given(three())
def test_no_new_word_is_lost(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    assume(merged is not None)
    for one in (theirs, mine):
        own = {word for word in WORDS.findall(one) if word.startswith(("ito", "ada"))}
        assert own <= set(WORDS.findall(merged or ""))


@given(three())
def test_no_word_comes_out_of_nowhere(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    merged = merge(base, theirs, mine)
    assume(merged is not None)
    assert set(WORDS.findall(merged or "")) <= set(WORDS.findall(f"{base} {theirs} {mine}"))


@given(three())
def test_the_order_of_arrival_does_not_matter_unless_both_add_at_one_point(texts: tuple[str, str, str]) -> None:
    base, theirs, mine = texts
    one, other = merge(base, theirs, mine), merge(base, mine, theirs)
    assert (one is None) == (other is None)
    assert sorted(WORDS.findall(one or "")) == sorted(WORDS.findall(other or ""))


@given(three())
def test_what_one_person_changed_goes_in_as_it_is(texts: tuple[str, str, str]) -> None:
    base, theirs, _mine = texts
    assert merge(base, theirs, base) == merge(base, base, theirs) == theirs
    assert merge(base, theirs, theirs) == theirs


@given(three(), st.booleans())
def test_a_change_goes_in_or_what_stands_stays(texts: tuple[str, str, str], is_prose: bool) -> None:  # noqa: FBT001
    base, theirs, mine = texts
    change = Change(place=Place("summary"), was=base, now=mine, is_prose=is_prose)
    value, went_in = settle(change, theirs)
    if not went_in:
        assert value == theirs
    assert settle(change, mine) == (mine, True)
    assert settle(change, base) == (mine, True)


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("Resect.", "Resect. Then scan.", "Early: Resect.", "Early: Resect. Then scan."),
        ("", "Resect.", "Scan first.", "Resect.\nScan first."),
        ("Resect", "Resect now", "Resect later", "Resect now later"),
        ("a b c", "a x c", "a y c", None),
        ("a b c", "a c", "a b d c", None),
        ("a b c d", "x b c d", "a b c y", "x b c y"),
    ],
)
def test_examples(base: str, theirs: str, mine: str, merged: str | None) -> None:
    assert merge(base, theirs, mine) == merged


def test_a_choice_is_never_mixed_and_a_text_that_grew_too_long_is_kept_beside() -> None:
    choice = Change(place=Place("agreed_stage"), was="", now="IIA")
    assert settle(choice, "IIB") == ("IIB", False)
    long = Change(place=Place("summary"), was="", now="a" * LONGEST_TEXT, is_prose=True)
    assert settle(long, "b") == ("b", False)


@pytest.mark.parametrize("key", ["summary", f"recommendations.{ROW}.text", f"recommendations.{ROW}"])
def test_a_place_is_read_from_its_key(key: str) -> None:
    assert str(Place.of(key)) == key


@pytest.mark.parametrize("key", ["", "recommendations.1.text", "a.b.c.d", f".{ROW}x."])
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(DomainError):
        Place.of(key)
