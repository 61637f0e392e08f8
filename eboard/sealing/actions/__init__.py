"""Moving sealed values to newer keys, and destroying the key of an organization."""

from eboard.sealing.actions.destroying import destroy_key, destroy_key_of
from eboard.sealing.actions.rotating import Moved, reseal_file, reseal_rows

__all__ = ["Moved", "destroy_key", "destroy_key_of", "reseal_file", "reseal_rows"]
