"""Minutes as PDF; not made where a name of somebody could not be shown."""

from dataclasses import asdict
from pathlib import Path

from eboard.core.typesetting import typeset
from eboard.minutes.wording import MinutesText

LAYOUT = (Path(__file__).parent / "minutes.typ").read_bytes()


def pdf_of(text: MinutesText, *, state: str) -> bytes:
    """The PDF of minutes; ``state`` says which version they are. Raises MissingGlyphError."""
    return typeset(LAYOUT, {**asdict(text), "state": state}, may_lack_glyphs=False)
