"""The tables of a report, each made from what was read."""

from eboard.reports.ground import Ground
from eboard.reports.tables import attendance, caseload, elements, fates, measures, parts, turnaround, volume
from eboard.reports.values import Table

MAKERS = (
    volume.overview,
    measures.by_pack,
    caseload.presented_share,
    caseload.breast_frequency,
    parts.by_organization,
    parts.by_board,
    parts.by_month,
    volume.late,
    volume.rollovers,
    elements.elements,
    elements.changes,
    turnaround.turnaround,
    fates.answers,
    fates.reasons,
    fates.by_organization,
    attendance.specialties,
    attendance.people,
)


def tables_of(ground: Ground) -> tuple[Table, ...]:
    """All tables that say something about what was read."""
    return tuple(table for make in MAKERS if (table := make(ground)) is not None)
