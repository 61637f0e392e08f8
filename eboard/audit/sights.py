"""Which cases an entry says somebody saw."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from eboard.audit.enums import AccessEvent

SEEING = frozenset({AccessEvent.READ, AccessEvent.LISTED, AccessEvent.EXPORTED})
CASES = "case_"  # the table
SEEN = "seen"  # the detail that names the cases of rows of other tables


def sights(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The columns of an `AuditSight` for each case of an entry, in no order."""
    for case_id in cases_in(entry):
        yield {
            "entry_id": entry["id"],
            "case_id": case_id,
            "chain_id": entry["chain_id"],
            "at": entry["at"],
            "person_id": entry["actor_id"],
            "on_behalf_of_id": entry["on_behalf_of_id"],
            "is_opened": entry["event"] != AccessEvent.LISTED,
        }


def cases_in(entry: dict[str, Any]) -> set[UUID]:
    """The case itself, those of a list, and those of other rows that show them."""
    details = entry["details"]
    named = list(details.get(SEEN, ()))
    if entry["event"] in SEEING:
        if entry["subject_kind"] == CASES:
            named.append(entry["subject_id"])
        if details.get("kind") == CASES:
            named.extend(details.get("ids", ()))
    return {one if isinstance(one, UUID) else UUID(one) for one in named}
