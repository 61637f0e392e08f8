"""How a person can stand to a row, each relation one SQL criterion, so that `load` and `visible` can never disagree."""

from eboard.access.relations.kinds import Relation
from eboard.access.relations.table import RELATIONS, Criterion

__all__ = ["RELATIONS", "Criterion", "Relation"]
