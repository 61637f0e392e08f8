"""Each test of retention has a folder of attachments of its own, for runs sweep it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def own_folder(app: Flask, tmp_path: Path) -> Iterator[None]:
    before = app.config["EBOARD"]
    app.config["EBOARD"] = replace(before, attachment_dir=tmp_path / "attachments")
    yield
    app.config["EBOARD"] = before
