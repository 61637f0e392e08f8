"""The words in calendar objects, given by the caller in the reader's language; English by default."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def english_cases(count: int) -> str:
    """The number of cases in words: `1 case`, `5 cases`."""
    return "1 case" if count == 1 else f"{count} cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """Each phrase with the field that `str.format` fills in; `cases` knows the plural forms."""

    cases: Callable[[int], str] = english_cases
    busy: str = "Busy"
    canceled: str = "Canceled: {title}"
    join_label: str = "Join"
    join: str = "Join: {link}"
    details: str = "Details: {link}"
    contact: str = "Contact: {contact}"
    needed: str = "{board}: needed {time}"


ENGLISH = Phrases()
