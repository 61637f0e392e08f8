"""Sealed files on disk, each under the id of its row; a file is there whole or not at all."""

import os
from pathlib import Path
from uuid import UUID

from eboard.core.crypto import Place, Reader, Sealer

CONTENT, NAME, VERSION = "attachment", "attachment_name", 1


def path_of(folder: Path, row_id: UUID) -> Path:
    """Where a file lies: spread over 256 folders by the random end of its id."""
    return folder / row_id.hex[-2:] / f"{row_id}.sealed"


def store(content: bytes, *, row_id: UUID, folder: Path, sealer: Sealer) -> None:
    """Seal and write a file; it appears under its name only when all of it is on the disk."""
    path = path_of(folder, row_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = path.with_suffix(".unfinished")
    sealed = sealer.seal(content, Place(label=CONTENT, version=VERSION, row_id=row_id))
    with unfinished.open("wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


def read(*, row_id: UUID, folder: Path, reader: Reader) -> bytes:
    """The bytes of a file; raises FileNotFoundError or SealError."""
    place = Place(label=CONTENT, version=VERSION, row_id=row_id)
    return reader.reveal(path_of(folder, row_id).read_bytes(), place)


def delete(*, row_id: UUID, folder: Path) -> None:
    """Remove a file; one that is not there is no error."""
    path_of(folder, row_id).unlink(missing_ok=True)


def seal_name(name: str, *, row_id: UUID, sealer: Sealer) -> bytes:
    """The sealed name that a file had where it came from."""
    return sealer.seal(name.encode(), Place(label=NAME, version=VERSION, row_id=row_id))


def reveal_name(sealed: bytes, *, row_id: UUID, reader: Reader) -> str:
    """The name in clear, for the nominating side only."""
    return reader.reveal(sealed, Place(label=NAME, version=VERSION, row_id=row_id)).decode()
