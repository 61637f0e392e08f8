"""Zone data as another year had them: compiled files (RFC 9636) in a folder that comes before all others."""

import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from eboard.core.time import follow_zone_data

HEADER = "!4s c 15x 6I"


def compiled(offset_hours: int, name: str, rule: str) -> bytes:
    """A zone without recorded transitions: everything follows the rule, a TZ string of POSIX."""
    designation = name.encode() + b"\0"
    kind = struct.pack("!l??", offset_hours * 3600, False, False)[:4] + b"\0\0"
    block = struct.pack(HEADER, b"TZif", b"2", 0, 0, 0, 0, 1, len(designation)) + kind + designation
    return block + block + f"\n{rule}\n".encode()


def write(folder: Path, release: str, **rules: tuple[int, str, str]) -> Path:
    """A folder with some zones; double underscores in their names stand for slashes."""
    for zone, (offset, name, rule) in rules.items():
        path = folder / zone.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(compiled(offset, name, rule))
    (folder / "tzdata.zi").write_text(f"# version {release}\n")
    return folder


@contextmanager
def installed(folder: Path) -> Iterator[None]:
    """Let this folder come first, for a process that starts now."""
    kept = zoneinfo.TZPATH
    install(folder, *kept)
    try:
        yield
    finally:
        install(*kept)


def install(*folders: Path | str) -> None:
    zoneinfo.reset_tzpath([str(folder) for folder in folders])
    zoneinfo.ZoneInfo.clear_cache()
    follow_zone_data()
