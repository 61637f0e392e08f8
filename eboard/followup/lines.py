"""What there is to follow in a signed version: its recommendations, or the outcome as a whole."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

WHOLE = 0  # the position of an outcome without recommendations
SAME = ("kind", "text", "intent")  # a change of who, when or how soon leaves a recommendation what it is


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to follow; ``position`` counts recommendations from 1, ``key`` stays while the line says the same."""

    position: int
    key: str


def lines_of(content: Mapping[str, Any]) -> list[Line]:
    """The lines of a signed version; at least one."""
    advice = content["outcome"]["recommendations"]
    if not advice:
        return [Line(WHOLE, _key([content["outcome"]["result"]], 1))]
    seen: Counter[str] = Counter()
    lines = []
    for position, one in enumerate(advice, start=1):
        said = [one[name] for name in SAME]
        seen[json.dumps(said)] += 1
        lines.append(Line(position, _key(said, seen[json.dumps(said)])))
    return lines


def plan_of(content: Mapping[str, Any]) -> str:
    """All that was recommended, as the plan with which a case is presented again."""
    return "; ".join(one["text"].rstrip(".; ") for one in content["outcome"]["recommendations"])


def _key(said: list[str | None], number: int) -> str:
    """The same for the same words; ``number`` tells equal lines of one letter apart."""
    return hashlib.sha256(json.dumps([*said, number]).encode()).hexdigest()
