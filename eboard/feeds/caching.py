"""Bytes kept in the memory of one process, within a limit; a key names everything that decides about them."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class BoundedCache(Generic[Key, Value]):
    """The values used last, shared by the threads of a process; those unused for longest make room."""

    def __init__(self, limit: int) -> None:
        self.limit = limit  # bytes
        self.size = 0
        self.kept: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Key) -> Value | None:
        """The value of a key, if it is here."""
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                return None
            self.kept.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value that takes ``size`` bytes."""
        with self.lock:
            if key not in self.kept:
                self.kept[key] = value, size
                self.size += size
            while self.size > self.limit:
                self.size -= self.kept.popitem(last=False)[1][1]
