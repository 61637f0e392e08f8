"""What auditors read: how somebody saw a case, and why something is worth a look."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from uuid import UUID

from eboard.audit.enums import AccessEvent
from eboard.audit.models import AuditEntry
from eboard.core.i18n import gettext as _
from eboard.core.i18n import lazy, ngettext
from eboard.core.time import wall
from eboard.outside.enums import OutsideEvent
from eboard.people.queries.names import names_of
from eboard.reports.export import MARK, safe
from eboard.review.enums import OddityKind
from eboard.review.models import Oddity
from eboard.review.seeing import standings, stood

EVENTS = {
    AccessEvent.LISTED: lazy("Saw it in a list"),
    AccessEvent.EXPORTED: lazy("Took it along as a file"),
    OutsideEvent.OPENED: lazy("A doctor outside opened the letter"),
}
OPENED = {  # by permission
    "case.read": lazy("Opened the case"),
    "identity.read": lazy("Opened who the patient is"),
    "patient.file": lazy("Put it into the patient's access file"),
    "attachment.read": lazy("Opened a file"),
    "material.edit": lazy("Opened what is needed"),
    "outcome.draft": lazy("Opened the outcome"),
    "letter.read": lazy("Opened the letter"),
    "letter.share": lazy("Opened the letter to give it away"),
    "follow_up.read": lazy("Opened what became of it"),
    "follow_up.answer": lazy("Opened what became of it"),
}


def how(entry: AuditEntry) -> str:
    """In which way an entry says that somebody saw a case."""
    if entry.event != AccessEvent.READ:
        return str(EVENTS.get(entry.event, entry.event))  # type: ignore[call-overload]
    if entry.details.get("purpose"):
        return _("The guard compared its words with the patient's name, as somebody wrote")
    return str(OPENED.get(entry.details.get("permission", ""), _("Opened it")))


def why(oddity: Oddity) -> str:
    """One sentence that says what is odd about it."""
    count, usual = oddity.count, oddity.usual
    match oddity.kind:
        case OddityKind.MANY:
            return _(
                "Opened %(n)s different cases within an hour; the busiest hour of the 30 days before had %(usual)s.",
                n=count,
                usual=usual,
            )
        case OddityKind.NO_TASK:
            return ngettext(
                "Opened %(n)s case of another organization without being asked to its meeting or having a task in it.",
                "Opened %(n)s cases of another organization without being asked to their meetings or having a task in"
                " them.",
                count,
            )
        case OddityKind.IDENTITY:
            return ngettext(
                "Opened who the patient is in %(n)s case without having a part in it.",
                "Opened who the patient is in %(n)s cases without having a part in them.",
                count,
            )
        case OddityKind.OFF_HOURS:
            return _(
                "Opened %(n)s cases at night or on a day off, by the person's own clocks and with no meeting near; in"
                " the 30 days before this happened on %(usual)s days.",
                n=count,
                usual=usual,
            )
        case OddityKind.REFUSED:
            return _("Was refused %(n)s times in a row.", n=count)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody saw a case: when, who, for whom, as what at that time, how and by which way."""

    at: datetime
    who: str
    on_behalf_of: str
    stood: tuple[str, ...]
    how: str
    via: str


def lines(entries: Sequence[AuditEntry], board_id: UUID | None, zone: str) -> list[Line]:
    """Entries in words; four queries, however many there are."""
    ids = {entry.actor_id for entry in entries} | {entry.on_behalf_of_id for entry in entries}
    names, known = names_of(ids), standings(ids, board_id)
    return [
        Line(
            at=entry.at,
            who=names.get(entry.actor_id, "") if entry.actor_id else _nobody(entry),
            on_behalf_of=names.get(entry.on_behalf_of_id, "") if entry.on_behalf_of_id else "",
            stood=tuple(
                f"{one.role}, {one.place}" for one in stood(known, entry.actor_id, wall(entry.at, zone).date())
            ),
            how=how(entry),
            via=str(entry.via),
        )
        for entry in entries
    ]


def _nobody(entry: AuditEntry) -> str:
    return _("a doctor outside") if entry.event == OutsideEvent.OPENED else _("the system")


def as_csv(found: Iterable[Line], zone: str) -> str:
    """A file for a spreadsheet, its times on the clocks of a zone."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([_("When"), _("Who"), _("On behalf of"), _("As"), _("How"), _("By")])
    for one in found:
        at = wall(one.at, zone).isoformat(timespec="seconds")
        writer.writerow([at, *map(safe, (one.who, one.on_behalf_of, "; ".join(one.stood), one.how, one.via))])
    return MARK + file.getvalue()
