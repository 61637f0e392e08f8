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

    def finish(self) -> None:
        """Wait until all of it is on the disk, which may take long."""
        self.file.flush()
        os.fsync(self.file.fileno())

    def keep(self) -> None:
        """Let it appear under its name, finished as it is. Raises FileExistsError."""
        self._path.hardlink_to(self._unfinished)  # unlike a renaming, it fails where a file is
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
        """Let what was kept disappear again, and nothing else that has its name."""
        if self._path.exists() and self._path.samefile(self._unfinished):
            self._path.unlink()


@contextmanager
def new_file(path: Path) -> Iterator[NewFile]:
    """A file to write, to finish and then to keep; what was not kept leaves nothing.

    Raises DomainError where there is a file already or none can be written.
    """
    try:
        new = NewFile(path)
        try:
            yield new
        finally:
            new.close()
    except FileExistsError:
        raise DomainError(_("There is a file of this name already. Nothing was written over it.")) from None
    except OSError as error:
        raise DomainError(_("The file cannot be written: %(why)s.", why=error.strerror or _("unknown"))) from None
