"""Comparing output with files that a reviewer can read.

`EBOARD_UPDATE_GOLDEN=1` writes the files anew; the diff then shows what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def check_golden(name: str, content: bytes) -> None:
    path = FOLDER / name
    if os.environ.get("EBOARD_UPDATE_GOLDEN") == "1":
        path.write_bytes(content)
    assert content == path.read_bytes()
