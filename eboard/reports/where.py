"""Which of the cases behind a figure are meant: those of one part of the pack, organization, board, month or year."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from eboard.reports.facts import Fact, key_of
from eboard.reports.packs import Setting

PACK, ORGANIZATION, BOARD, MONTH, YEAR, SITE = "pack", "organization", "board", "month", "year", "site"


DECIDERS: Mapping[str, tuple[str, ...]] = {  # the fields of a fact that say to which part it belongs
    PACK: ("meeting_id",),
    BOARD: ("meeting_id",),
    MONTH: ("meeting_id",),
    YEAR: ("meeting_id",),
    ORGANIZATION: ("organization_id",),
    SITE: ("meeting_id", "site"),
}


@dataclass(frozen=True, slots=True)
class Where:
    """A part of the facts."""

    kind: str
    value: str

    def holds(self, fact: Fact, setting: Setting) -> bool:
        """Whether a case on an agenda belongs to it."""
        return value_of(self.kind, fact, setting) == self.value


def value_of(kind: str, fact: Fact, setting: Setting) -> str:
    """To which part a case on an agenda belongs, among the parts of one kind."""
    if kind == PACK:
        return setting.pack
    if kind == ORGANIZATION:
        return key_of(fact.organization_id).hex
    if kind == BOARD:
        return setting.board
    if kind == MONTH:
        return setting.month
    return f"{setting.year}" if kind == YEAR else f"{setting.year}-{fact.site or ''}"


def written(kind: str, value: str | UUID) -> str:
    """A part as it stands in an address."""
    return f"{kind}:{value.hex if isinstance(value, UUID) else value}"


def read(text: str) -> Where | None:
    """A part from an address; None for no part. Raises ValueError for anything else."""
    if not text:
        return None
    kind, _colon, value = text.partition(":")
    if kind not in DECIDERS or not value:
        raise ValueError("no such part")
    return Where(kind, value)
