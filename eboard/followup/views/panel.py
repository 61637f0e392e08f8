"""What became of a case, on its page."""

from collections.abc import Collection
from typing import Any

from eboard import access
from eboard.access import Permission
from eboard.cases.models import Case
from eboard.cases.panels import panel
from eboard.cases.states import DECIDED
from eboard.core import time
from eboard.followup.models import FollowUp
from eboard.followup.queries import of_case


@panel("followup/parts/panel.html", order=11)
def fate_of(case: Case, may: Collection[str]) -> dict[str, Any] | None:
    """What is followed of a case, for everybody who may read its letters; its care team may present it again."""
    rows = of_case(access.visible(access.actor(), FollowUp, Permission.FOLLOW_UP_READ), case.id)
    is_mine = Permission.CASE_EDIT in may
    may_again = is_mine and case.state in DECIDED and case.board is not None
    if not rows and not may_again:
        return None
    return {"rows": rows, "is_mine": is_mine, "may_again": may_again, "moment": time.now()}
