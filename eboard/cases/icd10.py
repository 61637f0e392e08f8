"""ICD-10: the neoplasms of ICD-10-CM (C00 to D49) for type-ahead, and the form of every other code.

The titles are a work of the government of the United States and free to use; ``docs/vendored.md`` says where the file
comes from. Codes outside the list are told by their form, because a network of several countries uses several versions.
"""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from eboard.core.folding import fold

FILE = Path(__file__).parent / "data" / "icd10cm_neoplasms.tsv"
FORM = re.compile(r"[A-TV-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
MORPHOLOGY = re.compile(r"\d{4}/[012369]")  # ICD-O-3: histology and behavior
TOPOGRAPHY = re.compile(r"C\d{2}(\.\d)?")  # ICD-O-3


class Code(NamedTuple):
    """A code and its title."""

    code: str
    title: str


@cache
def codes() -> dict[str, Code]:
    """All codes of the list, in their order."""
    lines = FILE.read_text().splitlines()
    return {code: Code(code, title) for code, _, title in (line.partition("\t") for line in lines)}


@cache
def _folded() -> list[tuple[str, Code]]:
    return [(fold(f"{entry.code} {entry.code.replace('.', '')} {entry.title}"), entry) for entry in codes().values()]


def search(text: str, limit: int = 10) -> list[Code]:
    """Codes whose number begins with the text, then those whose title holds all its words."""
    wanted = fold(text)
    if not wanted:
        return []
    words = wanted.split()
    by_code = [entry for folded, entry in _folded() if wanted in folded.split()[:2] or folded.startswith(wanted)]
    by_title = [entry for folded, entry in _folded() if all(word in folded for word in words)]
    return list(dict.fromkeys(by_code + by_title))[:limit]


def title_of(code: str) -> str:
    """The title of a code; empty for one outside the list."""
    found = codes().get(code)
    return found.title if found else ""


def normalize(text: str) -> str:
    """The code in front of a choice such as ``C50.9 Breast``; raises ValueError if there is none."""
    first = text.strip().partition(" ")[0].upper()
    if "." not in first and len(first) > len("C50"):
        first = f"{first[:3]}.{first[3:]}"
    if first and not FORM.fullmatch(first):
        raise ValueError(text)
    return first
