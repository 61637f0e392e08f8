"""What hospitals and boards report: a caseload for each year, and a report that was handed in a month ago."""

from datetime import date, timedelta

from eboard.boards.enums import TumorSite
from eboard.core import time
from eboard.demo.accounts import MEMBER
from eboard.demo.actions.diary import Diary
from eboard.demo.cast import Cast, Panel, as_person
from eboard.demo.network import HUB
from eboard.reports.actions import enter_caseload, freeze
from eboard.reports.caseload import ALL_SITES
from eboard.reports.ground import ground_of
from eboard.reports.periods import Period
from eboard.reports.scope import of_board

HANDED_IN = timedelta(days=30)  # before the present
CASELOADS = {HUB: {ALL_SITES: 1840, TumorSite.BREAST: 312}, MEMBER: {ALL_SITES: 96, TumorSite.COLORECTAL: 31}}


def report(cast: Cast, diary: Diary, panel: Panel) -> None:
    """Write down when the caseloads are entered and the board's report is handed in."""
    diary.write(cast.present - HANDED_IN, lambda: _hand_in(cast, panel))


def _hand_in(cast: Cast, panel: Panel) -> None:
    today = time.now().date()
    for code, numbers in CASELOADS.items():
        team = cast.teams[code]
        actor = as_person(next(iter((*team.nurses, *team.physicians))))
        for site, number in numbers.items():
            enter_caseload(actor=actor, organization=team.organization, year=today.year, site=site, number=number)
    period = Period(date(today.year, 1, 1), today)
    freeze(actor=as_person(panel.coordinator), ground=ground_of(of_board(panel.board), period))
