"""Which column of a file fills which field; `docs/import.md` shows both maps."""

from collections.abc import Mapping
from enum import StrEnum

from eboard.cases.imports.stages import STAGE_FIELDS
from eboard.cases.imports.values import RULES

KEY = "key"
NOTES = ("treatments", "residual_tumor", "prior_malignancy", "synchronous_malignancy")


class Preset(StrEnum):
    """A known shape of a file."""

    EBOARD = "eboard"
    GDC = "gdc"


_OURS = (KEY, *RULES, *STAGE_FIELDS)

COLUMNS: Mapping[Preset, Mapping[str, str]] = {
    Preset.EBOARD: {name: name for name in _OURS},
    # The clinical data of the Genomic Data Commons, by its own column names.
    Preset.GDC: {
        "case_submitter_id": KEY,
        "age_at_index": "age",
        "gender": "sex",
        "icd_10_code": "icd10",
        "morphology": "morphology",
        "primary_diagnosis": "diagnosis",
        "tissue_or_organ_of_origin": "organ",
        "ajcc_staging_system_edition": "edition",
        "ajcc_pathologic_stage": "stage_group",
        "ajcc_pathologic_t": "p_t",
        "ajcc_pathologic_n": "p_n",
        "ajcc_pathologic_m": "p_m",
        "figo_stage": "figo",
        "year_of_diagnosis": "diagnosed_on",
        "treatments_given": "treatments",
        "residual_disease": "residual_tumor",
        "prior_malignancy": "prior_malignancy",
        "synchronous_malignancy": "synchronous_malignancy",
    },
}
