"""Moving sealed values to the newest key."""

from eboard.sealing.actions.rotating import Moved, reseal_file, reseal_rows

__all__ = ["Moved", "reseal_file", "reseal_rows"]
