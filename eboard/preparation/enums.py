"""The specialties that prepare cases, what each looks at, and what the audit says."""

from collections.abc import Mapping
from enum import StrEnum

from eboard.cases.enums import MaterialKind
from eboard.meetings.enums import AskedAs
from eboard.people.enums import Specialty

PREPARING: Mapping[Specialty, frozenset[MaterialKind]] = {
    Specialty.RADIOLOGY: frozenset({MaterialKind.IMAGING}),
    Specialty.PATHOLOGY: frozenset({MaterialKind.PATHOLOGY, MaterialKind.GENOMICS}),
}
BY_NAME: Mapping[str, Specialty] = {str(one): one for one in PREPARING}
SITTING = frozenset({AskedAs.CHAIR, AskedAs.DEPUTY, AskedAs.PANELIST, AskedAs.GUEST})  # asked for what they know


class PreparationEvent(StrEnum):
    """What the audit says about the preparation of a meeting."""

    NAMED = "preparation.named"  # a person for a case
    LET_GO = "preparation.let_go"
    NOTED = "preparation.noted"
    TOLD = "preparation.told"
    COPIED = "preparation.copied"  # the packet into the downtime folder
