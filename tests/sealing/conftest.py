"""A keyring of its own for each test, read from a file that the test may add to."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from eboard.core.crypto import Keyring
from eboard.core.keys import add_key, read_keyring


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    add_key(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def ring(ctx: Flask, key_file: Path) -> Iterator[Keyring]:
    kept = ctx.extensions["keyring"]
    ctx.extensions["keyring"] = read_keyring(key_file)
    yield ctx.extensions["keyring"]
    ctx.extensions["keyring"] = kept
