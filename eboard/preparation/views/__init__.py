"""Pages of the preparation of a meeting: the lists of the specialties and the packet."""

from eboard.preparation.views import lists, packets
from eboard.preparation.views.blueprint import blueprint

__all__ = ["blueprint", "lists", "packets"]
