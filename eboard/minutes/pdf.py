"""Minutes as PDF; not made where a name of somebody could not be shown."""

from dataclasses import asdict
from pathlib import Path

from eboard.minutes.wording import MinutesText
from eboard.preparation.pdf import IS_AVAILABLE, UnprintableError, typeset

__all__ = ["IS_AVAILABLE", "UnprintableError", "pdf_of"]

LAYOUT = (Path(__file__).parent / "minutes.typ").read_bytes()


def pdf_of(text: MinutesText, *, state: str) -> bytes:
    """The PDF of minutes; ``state`` says which version they are. Raises UnprintableError."""
    return typeset(LAYOUT, "minutes", {**asdict(text), "state": state}, must_show=True)
