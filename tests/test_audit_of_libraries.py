"""What the comparison of libraries with advisories makes of its findings."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

JUDGE = Path(__file__).parent.parent / ".ci" / "advisories.py"


def judged(path: Path) -> tuple[int, list[str]]:
    done = subprocess.run([sys.executable, JUDGE, path], check=False, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines()


def library(*weaknesses: dict[str, Any]) -> dict[str, Any]:
    return {"name": "thing", "version": "1.0", "vulns": list(weaknesses)}


@pytest.mark.parametrize(
    ("libraries", "code", "said"),
    [
        ([library()], 0, ["audit: 1 of 1 libraries were compared; 0 weaknesses are mended in newer ones."]),
        (
            [library({"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}), {"name": "other", "skip_reason": "unknown"}],
            1,
            [
                "thing 1.0: PYSEC-1, mended in 1.1, 2.0",
                "audit: 1 of 2 libraries were compared; 1 weaknesses are mended in newer ones.",
            ],
        ),
        (
            [library({"id": "PYSEC-2", "fix_versions": []})],
            0,
            [
                "thing 1.0: PYSEC-2, mended in no version yet",
                "audit: 1 of 1 libraries were compared; 0 weaknesses are mended in newer ones.",
            ],
        ),
    ],
)
def test_only_what_can_be_mended_fails(tmp_path: Path, libraries: list[Any], code: int, said: list[str]) -> None:
    (tmp_path / "found").write_text(json.dumps({"dependencies": libraries}))
    assert judged(tmp_path / "found") == (code, said)


@pytest.mark.parametrize(
    "text", [None, "", "Connection refused", "{}", '{"dependencies": [{"name": "a", "skip_reason": "not found"}]}']
)
def test_without_a_network_it_says_so_and_does_not_fail(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "found").write_text(text)
    said = "audit: the advisories cannot be reached from here; nothing was compared."
    assert judged(tmp_path / "found") == (0, [said])
