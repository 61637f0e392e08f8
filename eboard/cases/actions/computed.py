"""What is computed from a case and stored beside it, so that lists can sort and filter by it."""

from collections.abc import Iterable

from eboard.cases import complexity, readiness
from eboard.cases.models import Case, Material
from eboard.cases.searching import search_text


def refresh(case: Case, materials: Iterable[Material] = (), *, is_consent_needed: bool = True) -> readiness.Readiness:
    """Compute readiness, complexity and the search text of a case again; the case need not be stored yet."""
    found = readiness.assess(case, materials, is_consent_needed=is_consent_needed)
    case.is_ready = found.is_ready
    case.missing = list(found.missing)
    case.complexity = complexity.points(case)
    case.search_text = search_text(case)
    return found
