"""The certificate as PDF."""

from dataclasses import asdict
from pathlib import Path

from eboard.cme.certificates import Paper
from eboard.core.typesetting import typeset

LAYOUT = (Path(__file__).parent / "certificate.typ").read_bytes()


def pdf_of(paper: Paper) -> bytes:
    """The PDF of a certificate; a name must not lose a character, so MissingGlyphError where no font has them all."""
    return typeset(LAYOUT, asdict(paper), may_lack_glyphs=False)
