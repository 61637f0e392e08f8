"""The made-up hospitals."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
HUB = "HUB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hospital:
    """A hospital of the network; ``names`` is the region its people's names come from."""

    code: str
    name: str
    city: str
    country: str
    zone: str
    locale: str
    weekend: tuple[str, ...]
    names: str


@cache
def hospitals() -> tuple[Hospital, ...]:
    """The hub first, then its forty members."""
    with (DATA / "network.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return tuple(Hospital(**{**row, "weekend": tuple(row["weekend"].split(","))}) for row in rows)  # type: ignore[arg-type]
