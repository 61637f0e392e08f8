"""What the audit says about keys."""

from enum import StrEnum


class SealingEvent(StrEnum):
    """What is recorded of the keys; counts and ids of keys, never a key."""

    ROTATED = "keys.rotated"
    DESTROYED = "keys.destroyed"
