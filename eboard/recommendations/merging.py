"""Two people write one outcome at once: what each of them changed, and how both can stand. Pure.

A change says what stood in a place when its writer began, and what is to stand there. Prose is merged word by word as
long as the two edits do not touch; what cannot be merged is handed back, so that nobody's words are lost.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Self
from uuid import UUID

from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _

LONGEST_TEXT = 10_000  # characters
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Place:
    """A field of an outcome: ``summary``, or ``recommendations.<id of the row>.text``; without a name a whole row."""

    name: str
    rows: str = ""
    row_id: UUID | None = None

    @classmethod
    def of(cls, key: str) -> Self:
        """The place a key names; raises DomainError for a text that names none."""
        parts = key.split(".")
        if len(parts) == 1 and parts[0]:
            return cls(parts[0])
        try:
            rows, row_id, name = (*parts, "") if len(parts) == len(("rows", "id")) else parts
            return cls(name, rows, UUID(row_id))
        except ValueError:
            raise DomainError(_("Something in the form cannot be understood yet.")) from None

    def __str__(self) -> str:
        """The key."""
        return ".".join(filter(None, (self.rows, str(self.row_id or ""), self.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one person made of a place; of a whole row, ``was`` holds its values by name and ``now`` is None."""

    place: Place
    was: Any
    now: Any
    text: str = ""  # ``now`` as it was typed
    is_prose: bool = False


def settle(change: Change, stored: Any) -> tuple[Any, bool]:
    """What is to stand in a place where ``stored`` stands now, and whether the change went in whole."""
    if change.now in {change.was, stored}:
        return stored, True
    if stored == change.was:
        return change.now, True
    if change.is_prose:
        merged = merge(change.was, stored, change.now)
        if merged is not None and len(merged) <= LONGEST_TEXT:
            return merged, True
    return stored, False


class Edit(NamedTuple):
    """Tokens from ``start`` to ``end`` of the old text replaced by new ones."""

    start: int
    end: int
    tokens: tuple[str, ...]


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both edits of a text in one, or None if they touch; what both add at one point stands in order of arrival."""
    old = _TOKEN.findall(base)
    first, second = list(_edits(old, theirs)), list(_edits(old, mine))
    if any(_touch(one, other) for one in first for other in second):
        return None
    by_place = sorted({*first, *second}, key=lambda edit: (edit.start, edit.end, edit not in first))
    return "".join(_applied(old, by_place)).strip()


def _edits(old: list[str], text: str) -> Iterator[Edit]:
    new = _TOKEN.findall(text)
    for kind, start, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield Edit(start, end, tuple(new[from_:to]))


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits meet, so that it is not certain what both together mean."""
    if one == other or (one.start == one.end == other.start == other.end):
        return False
    return one.start <= other.end and other.start <= one.end


def _applied(old: list[str], edits: list[Edit]) -> Iterator[str]:
    at, last = 0, ""
    for edit in edits:
        yield from old[at : edit.start]
        if at == edit.start and last and not (last.isspace() or edit.tokens[0].isspace()):
            yield "\n"  # both began or went on here: their words must not run into one
        yield from edit.tokens
        at, last = edit.end, edit.tokens[-1] if edit.tokens else ""
    yield from old[at:]
