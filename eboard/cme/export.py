"""The ledger as CSV, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from eboard.cme.credit import credit_text
from eboard.cme.models import CmeEntry
from eboard.core.i18n import gettext as _

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run (OWASP: CSV injection)
BOM = "\ufeff"  # without it a spreadsheet takes names for another encoding


def ledger_csv(entries: Sequence[CmeEntry]) -> bytes:
    """All entries in the order in which they were written; ``in force`` tells which of them count."""
    newest: dict[tuple[object, ...], int] = {}
    for entry in entries:
        key = (entry.activity_id, entry.meeting_id, entry.person_id)
        newest[key] = max(entry.version, newest.get(key, 0))
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(_safe(_heading()))
    for entry in entries:
        is_newest = newest[entry.activity_id, entry.meeting_id, entry.person_id] == entry.version
        writer.writerow(_safe(_row(entry, is_newest=is_newest)))
    return (BOM + file.getvalue()).encode()


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _heading() -> list[str]:
    return [
        _("person"), _("e-mail"), _("activity"), _("year"), _("meeting"), _("minutes"), _("credits"), _("credit type"),
        _("reason"), _("written at (UTC)"), _("version"), _("in force"),
    ]  # fmt: skip


def _row(entry: CmeEntry, *, is_newest: bool) -> list[str]:
    return [
        entry.person.name,
        entry.person.email,
        entry.activity.title,
        str(entry.activity.year),
        entry.meeting.day.isoformat(),
        str(entry.minutes),
        credit_text(entry.credits),
        entry.activity.credit_type,
        entry.reason.label,
        entry.at.isoformat(timespec="seconds"),
        str(entry.version),
        _("yes") if is_newest else _("no"),
    ]


def _safe(cells: Iterable[str]) -> list[str]:
    return [guarded(cell) for cell in cells]
