"""Where keys come from: a file that is read again when it changes, and a program that is asked."""

import base64
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config import Config, ConfigurationError
from eboard.app import create_app
from eboard.core import keys
from eboard.core.crypto import Place, SealError
from eboard.core.ids import new_id
from eboard.core.keys import KeyProgram, add_key, open_keyring, read_keyring

PLACE = Place(label="test", version=1, row_id=new_id())
KEY = base64.b64encode(bytes(32)).decode()


def program(folder: Path, text: str) -> str:
    """The command line of a program that runs this Python text; every run adds a line to the file ``runs``."""
    path = folder / "give keys.py"
    path.write_text(f"open({str(folder / 'runs')!r}, 'a').write('run\\n')\n{text}\n")
    path.chmod(stat.S_IRWXU)
    return f"'{sys.executable}' '{path}'"


def printing(folder: Path, file: Path) -> str:
    return program(folder, f"print(open({str(file)!r}).read())")


def test_a_key_that_is_added_seals_and_opens_without_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_key(path)
    web, command = read_keyring(path), read_keyring(path)
    add_key(path)
    sealed = command.seal(b"secret", PLACE)
    assert (sealed[:6], web.reveal(sealed, PLACE), web.seal(b"more", PLACE)[:6]) == (b"k0002:", b"secret", b"k0002:")


@pytest.mark.parametrize("content", ["", "k0001:half a li", f"k0001:{KEY}\n"])
def test_a_file_that_is_half_written_or_has_another_key_changes_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys"
    add_key(path)
    ring = read_keyring(path)
    sealed = ring.seal(b"secret", PLACE)
    path.write_text(content)
    assert (ring.reveal(sealed, PLACE), ring.reveal(ring.seal(b"more", PLACE), PLACE)) == (b"secret", b"more")


def test_a_file_that_is_gone_changes_nothing_and_a_key_nobody_has_is_said(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    add_key(path)
    ring = read_keyring(path)
    path.unlink()
    assert ring.reveal(ring.seal(b"secret", PLACE), PLACE) == b"secret"
    with pytest.raises(SealError, match="not among the keys"):
        ring.reveal(b"k0009:" + bytes(40), PLACE)


@given(st.binary(max_size=60))
def test_whatever_is_given_to_open_is_refused_as_an_error_of_ours(sealed: bytes) -> None:
    ring = keys.Keyring({"k0001": bytes(32)}, "k0001")
    for value in (sealed, b"k0001:" + sealed):
        with pytest.raises(SealError):
            ring.reveal(value, PLACE)


def test_a_key_is_numbered_after_the_newest_also_when_an_older_one_was_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"k0001:{KEY}\nk0007:{KEY}")  # without an end of line
    assert add_key(path) == "k0008"
    assert sorted(read_keyring(path).keys) == ["k0001", "k0007", "k0008"]


def test_a_key_that_would_not_be_the_newest_is_not_added(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text(f"x1:{KEY}\n")
    with pytest.raises(ValueError, match="would not be the newest"):
        add_key(path)
    assert path.read_text() == f"x1:{KEY}\n"


def test_a_program_gives_the_keys_of_an_application(tmp_path: Path, config_for: Callable[..., Config]) -> None:
    add_key(tmp_path / "vault")
    app = create_app(config_for("sqlite://", keys_command=printing(tmp_path, tmp_path / "vault")))
    ring = app.extensions["keyring"]
    assert ring.reveal(ring.seal(b"secret", PLACE), PLACE) == b"secret"
    assert (ring.current, (tmp_path / "runs").read_text()) == ("k0001", "run\n")


def test_a_program_is_asked_again_only_for_a_key_that_is_not_known_and_not_without_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_key(tmp_path / "vault")
    ring = open_keyring(KeyProgram(printing(tmp_path, tmp_path / "vault")))
    add_key(tmp_path / "vault")
    sealed = read_keyring(tmp_path / "vault").seal(b"secret", PLACE)
    with pytest.raises(SealError):
        ring.reveal(sealed, PLACE)  # within ten seconds of the last run
    monkeypatch.setattr(keys, "PAUSE", 0)
    assert (ring.reveal(sealed, PLACE), ring.current) == (b"secret", "k0002")
    assert (tmp_path / "runs").read_text() == "run\n" * 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("print('secret'); raise SystemExit(3)", "EBOARD_KEYS_COMMAND gave no keys: the program ended with 3."),
        ("", "EBOARD_KEYS_COMMAND printed no keys."),
        ("print('secret')", "What EBOARD_KEYS_COMMAND printed has a line that is not id:base64 of 32 bytes."),
        ("import time; time.sleep(60)", "EBOARD_KEYS_COMMAND gave no keys within 1 seconds."),
    ],
)
def test_a_program_that_gives_none_refuses_the_start_in_one_sentence(
    tmp_path: Path, config_for: Callable[..., Config], monkeypatch: pytest.MonkeyPatch, text: str, sentence: str
) -> None:
    monkeypatch.setattr(keys, "PATIENCE", 1 if "sleep" in text else 20)
    with pytest.raises(ConfigurationError) as raised:
        create_app(config_for("sqlite://", keys_command=program(tmp_path, text)))
    assert str(raised.value) == sentence


@pytest.mark.parametrize("command", ["/nowhere/at-all", "'unclosed", " "])
def test_a_program_that_cannot_be_run_is_said(command: str) -> None:
    with pytest.raises(ValueError, match="names a program that cannot be run"):
        open_keyring(KeyProgram(command))
