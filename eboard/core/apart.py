"""Running a module of ours in a process of its own: what a stranger's file can do there ends with that process.

The file comes in on standard input, the answer goes out on standard output. None of our settings, and no password of
another program, is handed on.
"""

import os
import resource
import subprocess
import sys

from config import ROOT

HANDED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME", "PYTHONPATH", "PYTHONTZPATH", "PYTHONUTF8")


class ApartError(Exception):
    """The process could not begin, took too long, too much memory, or broke; nothing of what it read is quoted."""


def run_apart(module: str, *arguments: str, data: bytes, seconds: float) -> bytes:
    """What ``python -m module`` answers to ``data`` within ``seconds``; raises ApartError."""
    environment = {name: os.environ[name] for name in HANDED_ON if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", module, *arguments],
            input=data, capture_output=True, check=True, timeout=seconds, cwd=ROOT, env=environment,
        )  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        raise ApartError from None
    return done.stdout


def limit(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Bound this process for the rest of its life; it leaves no copy of its memory when it dies."""
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
