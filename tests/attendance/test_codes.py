"""The rotating code: one meeting, one window, a little longer than shown."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.attendance.codes import ALPHABET, GRACE, LENGTH, WINDOW, code_at, is_good, seconds_left, spaced
from eboard.core.crypto import Keyring
from eboard.core.keys import add_key, read_keyring
from tests.conftest import NOW

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
START = NOW  # 15:00:00 begins a window
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    path: Path = tmp_path_factory.mktemp("keys") / "keys"
    add_key(path)
    return read_keyring(path)


def test_it_holds_while_it_is_shown_and_two_minutes_more(ring: Keyring) -> None:
    code = code_at(HERE, START, ring)
    moments = [START - SECOND, START, START + WINDOW - SECOND, START + WINDOW + GRACE - SECOND, START + WINDOW + GRACE]
    assert [is_good(code, HERE, moment, ring) for moment in moments] == [False, True, True, True, False]


def test_it_is_good_for_its_meeting_alone(ring: Keyring) -> None:
    code = code_at(HERE, START, ring)
    assert (is_good(code, ELSEWHERE, START, ring), code == code_at(ELSEWHERE, START, ring)) == (False, False)


def test_a_new_one_comes_with_each_window(ring: Keyring) -> None:
    codes = [code_at(HERE, START + number * WINDOW, ring) for number in range(50)]
    assert len(set(codes)) == 50
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) <= set(ALPHABET)
    assert set("IO01") & set(ALPHABET) == set()


def test_another_key_makes_other_codes(ring: Keyring, tmp_path: Path) -> None:
    add_key(tmp_path / "keys")
    assert code_at(HERE, START, read_keyring(tmp_path / "keys")) != code_at(HERE, START, ring)


def test_people_may_type_it_as_they_like(ring: Keyring) -> None:
    code = code_at(HERE, START, ring)
    typed = [spaced(code), code.lower(), f" {code[:3]}-{code[3:]} ", code + "A", code[:-1], ""]
    assert [is_good(one, HERE, START, ring) for one in typed] == [True, True, True, False, False, False]


@given(typed=st.text(max_size=30))
def test_whatever_is_typed_is_an_answer(ring: Keyring, typed: str) -> None:
    assert is_good(typed, HERE, START, ring) in {True, False}


@pytest.mark.parametrize(("passed", "left"), [(0, 300), (1, 299), (299, 1), (300, 300)])
def test_the_page_knows_when_the_next_one_comes(passed: int, left: int) -> None:
    assert seconds_left(START + passed * SECOND) == left
