"""The place for what is not sealed while a backup is made or brought back: it outlives no command."""

import fcntl
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

from eboard.backup.archive import UNFINISHED

UNSEALED, LOCK = ".unsealed-", ".unsealed.lock"
ENDINGS = signal.SIGTERM, signal.SIGHUP
BY_SIGNAL = 128  # what shells add to the number of the signal


@contextmanager
def unsealed(folder: Path) -> Iterator[Path]:
    """A new folder inside ``folder``, gone at the end, also if a signal ends the command.

    What a killed command left is removed first. Raises ValueError if another command works in ``folder``.
    """
    with _alone(folder):
        for left in folder.glob(f"{UNSEALED}*/"):
            shutil.rmtree(left)
        for cut in folder.glob(f"*{UNFINISHED}"):
            cut.unlink()
        with _ending(), TemporaryDirectory(dir=folder, prefix=UNSEALED) as name:
            yield Path(name)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    path = folder / LOCK
    with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:  # noqa: PTH123 - it takes the number
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ValueError(f"Another backup or restore works in {folder}. Wait for its end.") from None
        try:
            yield
        finally:
            path.unlink()


@contextmanager
def _ending() -> Iterator[None]:
    """Let signals that would end this process at once end it as an exception does."""
    caught = [number for number in ENDINGS if signal.getsignal(number) is signal.SIG_DFL]
    for number in caught:
        signal.signal(number, _leave)
    try:
        yield
    finally:
        for number in caught:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _frame: FrameType | None) -> None:
    sys.exit(BY_SIGNAL + number)
