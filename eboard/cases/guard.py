"""The privacy guard: finds what may tell who the patient is in texts that the board will read. Pure.

It warns, it does not forbid: a person decides, because a number may be a tumor marker and a name a drug.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eboard.cases.enums import Trace
from eboard.cases.identity import Identity
from eboard.cases.known import Known
from eboard.cases.traces import Hit, traces


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the field ``field`` that may identify: what it looks like, and the words found."""

    field: str
    kind: Trace
    excerpt: str


def findings(texts: Mapping[str, str], identity: Identity | None = None) -> list[Finding]:
    """All findings, by field, each excerpt once."""
    known = Known(identity or Identity())
    found: dict[tuple[str, str], Finding] = {}
    for field, text in texts.items():
        for kind, begin, end in hits(text or "", known):
            excerpt = text[begin:end]
            found.setdefault((field, excerpt), Finding(field, kind, excerpt))
    return list(found.values())


def hits(text: str, known: Known) -> Iterator[Hit]:
    """All stretches of a text that may identify: what is known of the patient first."""
    yield from known.hits(text)
    yield from traces(text)
