"""What a search finds a case by; never who the patient is."""

from eboard.cases.models import Case
from eboard.core.folding import fold


def search_text(case: Case) -> str:
    """The folded text stored with a case: number, diagnosis, codes and question."""
    parts = (case.number, case.diagnosis, case.icd10, case.morphology, case.topography, case.question)
    return fold(" ".join(part for part in parts if part))  # a row not yet stored has no defaults
