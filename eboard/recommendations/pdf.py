"""A letter as PDF. It is not made where a character cannot be shown: a name with boxes in it is the wrong name."""

from dataclasses import asdict
from pathlib import Path

from eboard.preparation.pdf import IS_AVAILABLE, UnprintableError, typeset
from eboard.recommendations.letter import Letter

__all__ = ["IS_AVAILABLE", "UnprintableError", "pdf_of"]

LAYOUT = (Path(__file__).parent / "letter.typ").read_bytes()


def pdf_of(letter: Letter, *, is_one_page: bool = False) -> bytes:
    """The PDF of a letter, as small as it takes if it is to be one page; raises UnprintableError."""
    return typeset(LAYOUT, "letter", {**asdict(letter), "is_one_page": is_one_page}, must_show=True)
