"""A file that is there whole or not at all, never takes the place of another one, and is its owner's alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _


class NewFile:
    """What is being written beside the place where it is to appear. Raises FileExistsError where there is a file."""

    def __init__(self, path: Path) -> None:
        if path.exists() or path.is_symlink():
            raise FileExistsError
        number, name = mkstemp(prefix=f"{path.name}.", suffix=".unfinished", dir=path.parent)  # with mode 0600
        self.file: BinaryIO = os.fdopen(number, "wb")
        self._path, self._unfinished = path, Path(name)
        self._is_kept = False

    def keep(self) -> None:
        """Let it appear under its name, once all of it is on the disk. Raises FileExistsError."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self._path.hardlink_to(self._unfinished)  # unlike a renaming, it fails where a file is
        self._is_kept = True
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def close(self) -> None:
        """Leave nothing beside it."""
        try:
            self.file.close()
        finally:
            self._unfinished.unlink(missing_ok=True)

    def take_back(self) -> None:
        """Let what was kept disappear again."""
        if self._is_kept:
            self._path.unlink(missing_ok=True)


@contextmanager
def new_file(path: Path) -> Iterator[NewFile]:
    """A file to write and then to keep; an error leaves nothing of it, also one that comes after it was kept.

    Raises DomainError where there is a file already or none can be written.
    """
    try:
        new = NewFile(path)
        try:
            yield new
        except BaseException:
            new.take_back()
            raise
        finally:
            new.close()
    except FileExistsError:
        raise DomainError(_("There is a file of this name already. Nothing was written over it.")) from None
    except OSError as error:
        raise DomainError(_("The file cannot be written: %(why)s.", why=error.strerror or _("unknown"))) from None
