"""The privacy guard: finds what may tell who the patient is in texts that the board will read. Pure.

It warns, it does not forbid: a person decides, because a number may be a tumor marker and a name a drug.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.cases.identity import Identity, normalize_number
from eboard.cases.traces import traces
from eboard.core.folding import fold
from eboard.core.i18n import lazy as _

SHORTEST_NAME = 3
SHORTEST_NUMBER = 4
SHORTEST_FOREIGN_NAME = 2  # as most are in Chinese
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]+")  # also between letters of other scripts


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the field ``field`` that may identify: what it looks like, and the words found."""

    field: str
    kind: LazyProxy
    excerpt: str


def findings(texts: Mapping[str, str], identity: Identity | None = None) -> list[Finding]:
    """All findings, by field, each excerpt once."""
    found: dict[tuple[str, str], Finding] = {}
    for field, text in texts.items():
        for kind, excerpt in _in_text(text or "", identity or Identity()):
            found.setdefault((field, excerpt), Finding(field, kind, excerpt))
    return list(found.values())


def _in_text(text: str, identity: Identity) -> Iterator[tuple[LazyProxy, str]]:
    yield from ((_("the patient's name"), word) for word in _name_words(text, identity.name))
    number = normalize_number(identity.record_number)
    if len(number) >= SHORTEST_NUMBER and number in normalize_number(text):
        yield _("the record number"), identity.record_number
    if identity.born_on and any(form in text for form in _date_forms(identity)):
        yield _("the birth date"), str(identity.born_on)
    yield from traces(text)


def _name_words(text: str, name: str) -> Iterator[str]:
    """Words of the name where they stand as words; its parts in other scripts anywhere; short words only together."""
    words = re.findall(r"\w+", fold(name))
    wanted = {word for word in words if len(word) >= SHORTEST_NAME and word.isascii()}
    yield from (word for word in _LATIN_WORD.findall(text) if fold(word) in wanted)
    yield from (part for part in _foreign_parts(name) if fold(part) in fold(text))
    if len(words) > 1 and not wanted:
        either = "|".join(" ".join(order) for order in (words, words[::-1]))
        yield from (name for _match in re.finditer(rf"\b(?:{either})\b", fold(text)))


def _foreign_parts(name: str) -> Iterator[str]:
    """Parts of a name in a script that is not Latin, which may part no words."""
    yield from (part for part in name.split() if len(part) >= SHORTEST_FOREIGN_NAME and not fold(part).isascii())


def _date_forms(identity: Identity) -> Iterator[str]:
    day = identity.born_on
    if day is not None:
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d"):
            yield day.strftime(form)
