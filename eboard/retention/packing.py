"""A ZIP that is written in one pass, so that it can go anywhere while it is made, and that says what is in it."""

import hashlib
import zipfile
from typing import Any, NamedTuple, Protocol, Self

from eboard.core import time

SUMS = "SHA256SUMS"


class Packed(NamedTuple):
    """A file in the ZIP: its name, how many bytes it has, and their digest."""

    name: str
    size: int
    sha256: str


class Sink(Protocol):
    """Whatever takes bytes."""

    def write(self, data: Any, /) -> int:
        """Take some of them."""
        ...

    def flush(self) -> Any:
        """Nothing is left behind."""
        ...


class Package:
    """A ZIP that is being written, and all that was put into it."""

    def __init__(self, file: Sink) -> None:
        self.packed: list[Packed] = []
        self._zip = zipfile.ZipFile(file, "w")  # type: ignore[call-overload] # it asks whether one can seek in it

    def __enter__(self) -> Self:
        """Write into it."""
        return self

    def __exit__(self, *_error: object) -> None:
        """After an error nothing of it is good, and what it is written to may go."""
        self._zip.close()

    def add(self, name: str, content: bytes) -> None:
        """Put a file into it."""
        self.packed.append(Packed(name, len(content), hashlib.sha256(content).hexdigest()))
        self._write(name, content)

    def close(self) -> None:
        """Close it by the digests of all that is in it, in the form that `sha256sum --check` reads."""
        self._write(SUMS, "".join(f"{one.sha256}  {one.name}\n" for one in self.packed).encode())
        self._zip.close()

    def _write(self, name: str, content: bytes) -> None:
        entry = zipfile.ZipInfo(name, date_time=time.now().timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        self._zip.writestr(entry, content)


class Shelf:
    """Takes what a package writes and gives it away, piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: Any, /) -> int:
        """Keep some bytes until they are taken."""
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is left behind."""

    def taken(self) -> bytes:
        """All that was written since it was asked last."""
        piece = b"".join(self._pieces)
        self._pieces.clear()
        return piece
