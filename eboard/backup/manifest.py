"""The list of what a backup holds."""

import hashlib
import json
from pathlib import Path

NAME = "manifest.json"
CHUNK = 1 << 20


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            found.update(piece)
    return found.hexdigest()


def write(folder: Path) -> int:
    """Name every file below ``folder`` with its digest; returns how many there are."""
    files = {str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    (folder / NAME).write_text(json.dumps(files, indent=1) + "\n")
    return len(files)


def check(folder: Path) -> None:
    """Raise ValueError unless every file that the manifest names is there, byte for byte."""
    manifest = folder / NAME
    if not manifest.is_file():
        raise ValueError(f"{folder} is not a backup: it has no {NAME}.")
    files: dict[str, str] = json.loads(manifest.read_text())
    damaged = [name for name, known in files.items() if not (folder / name).is_file() or digest(folder / name) != known]
    if damaged:
        raise ValueError(f"The backup is damaged: {', '.join(damaged)}.")
