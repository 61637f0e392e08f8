"""A new file is there whole or not at all, and never takes the place of another one."""

import os
import stat
from pathlib import Path

import pytest

from eboard.core.errors import DomainError
from eboard.core.newfile import new_file


def test_it_appears_when_it_is_kept_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "returned.age"
    with new_file(path) as new:
        new.file.write(b"content")
        assert [one.suffix for one in tmp_path.iterdir()] == [".unfinished"]
        new.finish()
        new.keep()
        assert path.read_bytes() == b"content"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_leaves_what_was_kept_and_nothing_else(
    tmp_path: Path, *, is_kept: bool, error: type[BaseException]
) -> None:
    path = tmp_path / "returned.age"
    with pytest.raises(error), new_file(path) as new:
        new.file.write(b"content")
        if is_kept:
            new.keep()
        raise error
    assert list(tmp_path.iterdir()) == [path] * is_kept


def test_what_was_kept_can_be_taken_back_and_another_file_cannot(tmp_path: Path) -> None:
    path = tmp_path / "returned.age"
    with new_file(path) as new:
        new.take_back()
        new.keep()
        new.take_back()
        assert not path.exists()
        path.write_bytes(b"other")
        new.take_back()
    assert [(one, one.read_bytes()) for one in tmp_path.iterdir()] == [(path, b"other")]


def test_what_was_not_kept_is_not_there(tmp_path: Path) -> None:
    with new_file(tmp_path / "returned.age") as new:
        new.file.write(b"content")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("comes", ["before", "meanwhile"])
def test_another_file_stays_as_it_is(tmp_path: Path, comes: str) -> None:
    path = tmp_path / "returned.age"
    if comes == "before":
        path.write_bytes(b"other")
    with (
        pytest.raises(DomainError, match=r"There is a file of this name already. Nothing was written over it."),
        new_file(path) as new,
    ):
        path.write_bytes(b"other")
        new.keep()
    assert [(one, one.read_bytes()) for one in tmp_path.iterdir()] == [(path, b"other")]


def test_a_link_to_nowhere_is_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "returned.age"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(DomainError, match="There is a file"), new_file(path) as new:
        new.keep()
    assert list(tmp_path.iterdir()) == [path]


def test_where_none_can_be_written_it_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DomainError) as raised, new_file(tmp_path / "none" / "returned.age"):
        pass
    assert raised.value.message == "The file cannot be written: No such file or directory."

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DomainError, match="No space left on device"), new_file(tmp_path / "returned.age") as new:
        new.finish()
    assert list(tmp_path.iterdir()) == []
