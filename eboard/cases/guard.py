"""The privacy guard: finds what may tell who the patient is in texts that the board will read. Pure.

It warns, it does not forbid: a person decides, because a number may be a tumor marker and a name a drug.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.cases.identity import Identity, normalize_number
from eboard.core.folding import fold
from eboard.core.i18n import lazy as _

SHORTEST_NAME = 3
SHORTEST_NUMBER = 4
_DAY = r"(0?[1-9]|[12]\d|3[01])"
_MONTH = r"(0?[1-9]|1[0-2])"
_YEAR = r"(19|20)\d{2}"
_BORN = re.compile(
    r"\b(d\.?o\.?b\.?|born|birth ?date|date of birth|nacid[oa]|geboren|né[e]?)\b.{0,12}\d{2}", re.IGNORECASE
)
_FULL_DATE = re.compile(rf"\b({_YEAR}-{_MONTH}-{_DAY}|{_DAY}[./]{_MONTH}[./]{_YEAR}|{_MONTH}/{_DAY}/{_YEAR})\b")
_LONG_NUMBER = re.compile(r"(?<![\w.-])(?=(?:[ -]?\d){7})\d{2,}(?:[ -]\d{2,})*(?![\w-])")  # seven digits and more
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")


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
    for pattern, kind in (
        (_BORN, _("a birth date")),
        (_FULL_DATE, _("a full date")),
        (_LONG_NUMBER, _("a long number")),
        (_MAIL, _("an e-mail address")),
    ):
        yield from ((kind, match.group()) for match in pattern.finditer(text))


def _name_words(text: str, name: str) -> Iterator[str]:
    wanted = {word for word in re.findall(r"\w+", fold(name)) if len(word) >= SHORTEST_NAME}
    yield from (word for word in re.findall(r"\w+", text) if fold(word) in wanted)


def _date_forms(identity: Identity) -> Iterator[str]:
    day = identity.born_on
    if day is not None:
        for form in ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d"):
            yield day.strftime(form)
