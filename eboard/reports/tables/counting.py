"""Cells that count meetings."""

from eboard.reports import where
from eboard.reports.assemblies import meetings_behind
from eboard.reports.ground import Ground
from eboard.reports.values import Cell


def assembled(ground: Ground, figure: str, place: str = "") -> Cell:
    """How many meetings a figure counts, with what leads to them; ``place`` is a part as it stands in an address."""
    return Cell(number=len(meetings_behind(ground, figure, where.read(place))), meetings=figure, where=place)
