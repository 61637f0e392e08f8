"""What the audit says about minutes."""

from enum import StrEnum


class MinutesEvent(StrEnum):
    """What the audit says about minutes."""

    KEPT = "minutes.kept"
