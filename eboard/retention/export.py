"""Deletion records as a file for a spreadsheet, its times in UTC."""

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime
from io import StringIO
from uuid import UUID

from eboard.core.i18n import gettext as _
from eboard.reports.export import MARK, safe
from eboard.retention.models import DeletionRecord


def deletions_csv(rows: Iterable[DeletionRecord], names: Mapping[UUID, str]) -> str:
    """One line a record."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    heads = [_("Class"), _("Deleted"), _("Kept for days"), _("Oldest"), _("Newest"), _("Older than")]
    writer.writerow([*heads, _("Begun"), _("Ended"), _("By")])
    for row in rows:
        times = (row.oldest, row.newest, row.before, row.began_at, row.ended_at)
        by = names.get(row.by_id, "") if row.by_id else str(row.via)
        writer.writerow([str(row.kind), row.count, row.days, *map(_written, times), safe(by)])
    return MARK + file.getvalue()


def _written(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
