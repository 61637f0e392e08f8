"""The process in which one file is read: bytes come in, its texts go out as a line of JSON, and then it ends.

A new file comes out as well, without its metadata, behind that line; nothing behind the line means that it is refused.
"""

import json
import sys
import time

from eboard.cases.files.reading.reader import SECONDS, TAKE, read
from eboard.cases.files.stripping import strip_metadata
from eboard.core.apart import limit

MEMORY_BYTES = 2 * 1024 * 1024 * 1024  # the largest picture that is taken needs half of it
CPU_SECONDS = 28
READ_BY = 26  # seconds of the processor, with what stripping took: what was read by then is handed over
LEAST_SECONDS = 0.1
LARGEST = 200 * 1024 * 1024  # of a file without its metadata


def main() -> None:
    """Take or read what stands on standard input, as the two arguments say."""
    limit(memory_bytes=MEMORY_BYTES, cpu_seconds=CPU_SECONDS)
    mode, kind = sys.argv[1:]
    content = sys.stdin.buffer.read()
    bare = stripped(content, kind) if mode == TAKE else b""
    seconds = max(LEAST_SECONDS, min(SECONDS, READ_BY - time.process_time()))
    pieces, lacking = read(bare if mode == TAKE else content, kind, seconds=seconds)
    sys.stdout.buffer.write(json.dumps({"pieces": pieces, "lacking": lacking}).encode() + b"\n" + bare)


def stripped(content: bytes, kind: str) -> bytes:
    """The file without its metadata; empty if it cannot be read as its kind. Raises MemoryError."""
    try:
        bare = strip_metadata(content, kind)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - libraries fail in every way on damaged files
        return b""
    return bare if len(bare) <= LARGEST else b""


if __name__ == "__main__":
    main()
