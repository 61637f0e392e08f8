"""Folding of text for search, the same for both databases."""

import unicodedata

# Letters that have no decomposition in Unicode but that people type without their stroke.
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def fold(text: str) -> str:
    """Lower case, without accents, single blanks: ``Żółć  Øre`` becomes ``zolc ore``."""
    lowered = text.casefold().translate(_STROKES)
    decomposed = unicodedata.normalize("NFKD", lowered)
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
