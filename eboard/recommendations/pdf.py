"""A letter as PDF. It is not made where a character cannot be shown: a name with boxes in it is the wrong name."""

from dataclasses import asdict
from pathlib import Path

from eboard.core.typesetting import typeset
from eboard.recommendations.letter import Letter

LAYOUT = (Path(__file__).parent / "letter.typ").read_bytes()


def pdf_of(letter: Letter, *, is_one_page: bool = False) -> bytes:
    """The PDF of a letter, as small as it takes if it is to be one page; raises MissingGlyphError."""
    return typeset(LAYOUT, {**asdict(letter), "is_one_page": is_one_page}, may_lack_glyphs=False)
