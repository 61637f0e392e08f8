"""Sealing: what was sealed opens in its place with its key, and nowhere else."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eboard.core.crypto import Keyring, Place, SealError
from eboard.core.keys import add_key, read_keyring

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
RING = Keyring({"k0001": OLD, "k0002": NEW}, "k0002")
PLACE = Place(label="identity", version=1, row_id=UUID(int=7))


@given(plain=st.binary(max_size=300), row=st.uuids())
def test_what_was_sealed_opens_in_its_place(plain: bytes, row: UUID) -> None:
    place = Place(label="identity", version=1, row_id=row)
    sealed = RING.seal(plain, place)
    assert RING.reveal(sealed, place) == plain
    assert len(plain) < 4 or plain not in sealed


@pytest.mark.parametrize(
    "other",
    [
        Place(label="letter", version=1, row_id=UUID(int=7)),
        Place(label="identity", version=2, row_id=UUID(int=7)),
        Place(label="identity", version=1, row_id=UUID(int=8)),
    ],
)
def test_a_sealed_value_opens_in_no_other_place(other: Place) -> None:
    with pytest.raises(SealError):
        RING.reveal(RING.seal(b"secret", PLACE), other)


@given(index=st.integers(min_value=0, max_value=200), flip=st.integers(min_value=1, max_value=255))
def test_one_changed_byte_and_it_does_not_open(index: int, flip: int) -> None:
    sealed = bytearray(RING.seal(b"a secret of some length", PLACE))
    sealed[index % len(sealed)] ^= flip
    with pytest.raises(SealError):
        RING.reveal(bytes(sealed), PLACE)


def test_an_old_key_still_opens_and_a_missing_one_does_not() -> None:
    sealed = Keyring({"k0001": OLD}, "k0001").seal(b"secret", PLACE)
    assert RING.reveal(sealed, PLACE) == b"secret"
    with pytest.raises(SealError):
        Keyring({"k0002": NEW}, "k0002").reveal(sealed, PLACE)


def test_an_index_finds_within_its_owner_and_outlives_a_rotation() -> None:
    owner, other = uuid4(), uuid4()
    before = Keyring({"k0001": OLD}, "k0001").index("4711", owner=owner, purpose="record")
    assert RING.index("4711", owner=owner, purpose="record") == before
    assert RING.index("4711", owner=other, purpose="record") != before
    assert RING.index("4712", owner=owner, purpose="record") != before
    assert RING.index("4711", owner=owner, purpose="other") != before


def test_a_key_file_grows_and_the_newest_key_seals(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "keys"
    assert [add_key(path), add_key(path)] == ["k0001", "k0002"]
    ring = read_keyring(path)
    assert (sorted(ring.keys), ring.current) == (["k0001", "k0002"], "k0002")
    assert path.stat().st_mode & 0o077 == 0


def test_a_keyring_never_shows_its_keys() -> None:
    assert repr(RING) == "Keyring(current='k0002', source=None)"


@pytest.mark.parametrize("content", [None, "", "k0001:short\n", "k 1:" + "A" * 43 + "=\n", "k0001:!!\n"])
def test_a_bad_key_file_refuses_the_start(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "keys"
    if content is not None:
        path.write_text(content)
    with pytest.raises(ValueError, match=r".+"):
        read_keyring(path)
