"""What an agenda item still lacks."""

from collections.abc import Collection
from dataclasses import dataclass

from eboard.boards.rules import SPECIALTIES
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext
from eboard.meetings.enums import OPEN_ITEMS
from eboard.meetings.models import AgendaItem
from eboard.people.enums import Specialty


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing, as a short sentence with its tone."""

    text: str
    tone: str = "warn"


def gaps_of(item: AgendaItem, covered: Collection[Specialty]) -> list[Gap]:
    """What a listed item lacks, given the specialties of those who are expected."""
    if item.state not in OPEN_ITEMS:
        return []
    found = [Gap(_("Nobody for %(specialty)s", specialty=one.label), "late") for one in uncovered(item, covered)]
    if not item.case.is_ready:
        count = len(item.case.missing)
        text = ngettext("Not ready: %(n)s point open", "Not ready: %(n)s points open", count)
        found.append(Gap(text if count else _("Not ready")))
    if item.presenter_id is None:
        found.append(Gap(_("No presenter")))
    return found


def uncovered(item: AgendaItem, covered: Collection[Specialty]) -> list[Specialty]:
    """The specialties a case needs and nobody expected covers."""
    needed = [SPECIALTIES[name] for name in item.case.specialties if name in SPECIALTIES]
    return [specialty for specialty in needed if specialty not in covered]
