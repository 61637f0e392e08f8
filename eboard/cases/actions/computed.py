"""What is computed from a case and stored beside it, so that lists can sort and filter by it."""

from collections.abc import Iterable
from typing import Any

from eboard.cases import complexity, readiness
from eboard.cases.models import Case, Material
from eboard.cases.searching import search_text


def refresh(case: Case, materials: Iterable[Material] = (), *, is_consent_needed: bool = True) -> readiness.Readiness:
    """Compute readiness, complexity and the search text of a case again; the case need not be stored yet."""
    found = readiness.assess(case, materials, files=case.attachments, is_consent_needed=is_consent_needed)
    for name, value in columns(case, found).items():
        setattr(case, name, value)
    return found


def columns(case: Case, found: readiness.Readiness) -> dict[str, Any]:
    """The computed columns of a case."""
    return {
        "is_ready": found.is_ready,
        "missing": list(found.missing),
        "complexity": complexity.points(case),
        "search_text": search_text(case),
    }
