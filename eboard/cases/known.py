"""How what is known of a patient looks in a text: the name in any order, the record number, the birth date. Pure.

Texts are compared folded, so that neither case nor accents count; each folded character knows where it came from.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from babel.dates import get_month_names

from eboard.cases.enums import Trace
from eboard.cases.identity import Identity, normalize_number
from eboard.cases.traces import Hit
from eboard.core.folding import fold

SHORTEST_NAME = 3
SHORTEST_NUMBER = 4
SHORTEST_FOREIGN_NAME = 2  # as most are in Chinese
LATIN = "[a-z\u00df-\u024f]"  # a letter of a folded Latin word; words may stand between letters of other scripts
BETWEEN = r"[\W_]{1,3}"  # words of a name
LANGUAGES = ("en", "de", "es", "fr")
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_WRITTEN_SHORT = re.compile("([aou])e")


class Known:
    """What one patient is known by, made ready for many texts. Its representation shows nothing."""

    def __init__(self, identity: Identity) -> None:
        patterns = (
            (Trace.PATIENT_NAME, _name(identity.name)),
            (Trace.RECORD_NUMBER, _number(identity.record_number)),
            (Trace.BIRTH_DATE, _day(identity.born_on) if identity.born_on else ""),
        )
        self._patterns = [(kind, re.compile(pattern)) for kind, pattern in patterns if pattern]

    def hits(self, text: str) -> Iterator[Hit]:
        """Where it stands in a text."""
        folded, places = _folded(text) if self._patterns else ("", [])
        for kind, pattern in self._patterns:
            for match in pattern.finditer(folded):
                yield Hit(kind, places[match.start()], places[match.end() - 1] + 1)


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded character by character, and the place of each in the text."""
    pairs = [(made, place) for place, character in enumerate(text) for made in _plain(character)]
    return "".join(made for made, _place in pairs), [place for _made, place in pairs]


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    return " " if character.isspace() else fold(character)


def _name(name: str) -> str:
    """Words of the name where they stand as words, also in the genitive; its parts in other scripts anywhere.

    Words of one or two letters count only all together, in this order or the other one.
    """
    words = re.findall(r"\w+", fold(name))
    wanted = {form for word in re.findall(r"\w+", name) for form in _spellings(word)}
    either = [rf"(?<!{LATIN}){re.escape(word)}(?:'?s)?(?!{LATIN})" for word in sorted(wanted, key=len, reverse=True)]
    foreign = (fold(part) for part in name.split() if len(part) >= SHORTEST_FOREIGN_NAME)
    either += [re.escape(part) for part in foreign if not part.isascii()]
    if len(words) > 1 and not wanted:
        either += [rf"\b{BETWEEN.join(map(re.escape, order))}\b" for order in (words, words[::-1])]
    return "|".join(either)


def _spellings(word: str) -> Iterator[str]:
    """A Latin word of a name as it may be typed: Müller, Muller, Mueller."""
    plain = fold(word)
    if len(plain) < SHORTEST_NAME or not plain.isascii():
        return
    yield plain
    yield fold(word.lower().translate(_WRITTEN_OUT))
    if len(plain) > SHORTEST_NAME + 1:
        yield _WRITTEN_SHORT.sub(r"\1", plain)


def _number(text: str) -> str:
    """The record number with or without what stands between its characters, and zeros in front."""
    number = normalize_number(text)
    if len(number) < SHORTEST_NUMBER:
        return ""
    characters = r"[\W_]{0,3}".join(map(re.escape, number))
    before = r"(?<!\d)0{0,8}" if number[0].isdigit() else ""
    return before + characters + (r"(?!\d)" if number[-1].isdigit() else "")


def _day(day: date) -> str:
    """A date as people write it: in figures in three orders, or with the month in words."""
    d, m, year = f"0?{day.day}", f"0?{day.month}", f"(?:{day.year}|{day.year % 100:02})"
    part = r"\s?[-./]\s?| "
    named = "|".join(re.escape(name) for name in _month_names()[day.month - 1])
    numbered = rf"{d}(?:st|nd|rd|th|\.)?"
    forms = (
        rf"{d}(?:{part}){m}(?:{part}){year}",
        rf"{m}(?:{part}){d}(?:{part}){year}",
        rf"{day.year}(?:{part}){m}(?:{part}){d}",
        f"{day:%Y%m%d}",
        rf"{numbered}[- ]?(?:of |de )?(?:{named})\.?,?[- ]?(?:de )?{year}",
        rf"(?:{named})\.? {numbered},? {year}",
    )
    return rf"(?<![\d])(?:{'|'.join(forms)})(?!\d)"


@cache
def _month_names() -> list[list[str]]:
    """For each month its names in the languages of the network, folded, the longest first."""
    found: list[set[str]] = [set() for _month in range(12)]
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, locale=language).items():
                found[month - 1].add(fold(name).strip("."))
    return [sorted(names, key=len, reverse=True) for names in found]
