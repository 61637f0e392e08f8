"""The one table of a case's moves."""

from collections.abc import Mapping

from eboard.cases.enums import CaseState as S

_LEAVE = frozenset({S.WITHDRAWN, S.ENTERED_IN_ERROR})

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.DRAFT: frozenset({S.SUBMITTED}) | _LEAVE,
    S.SUBMITTED: frozenset({S.RETURNED, S.ACCEPTED, S.NOTED, S.DECLINED, S.CONVERTED}) | _LEAVE,
    S.RETURNED: frozenset({S.SUBMITTED}) | _LEAVE,
    S.ACCEPTED: frozenset({S.SCHEDULED, S.RETURNED, S.NOTED, S.DECLINED, S.CONVERTED, S.SUBMITTED}) | _LEAVE,
    S.SCHEDULED: frozenset({S.ACCEPTED, S.DISCUSSED, S.DEFERRED, S.NOT_DISCUSSED, S.NOTED}) | _LEAVE,
    S.DISCUSSED: frozenset({S.RECOMMENDED, S.NO_RECOMMENDATION, S.DEFERRED, S.NOT_DISCUSSED, S.NOTED}) | _LEAVE,
    # Back to "discussed": a wrong result was recorded, or what was signed turned out to be entered in error.
    S.DEFERRED: frozenset({S.ACCEPTED, S.DISCUSSED}) | _LEAVE,
    S.NOT_DISCUSSED: frozenset({S.ACCEPTED, S.DISCUSSED}) | _LEAVE,
    S.RECOMMENDED: frozenset({S.FOLLOWED_UP, S.CLOSED, S.NO_RECOMMENDATION, S.DISCUSSED, S.ENTERED_IN_ERROR}),
    S.NO_RECOMMENDATION: frozenset({S.RECOMMENDED, S.CLOSED, S.DISCUSSED, S.ENTERED_IN_ERROR}),
    S.FOLLOWED_UP: frozenset({S.CLOSED, S.DISCUSSED, S.ENTERED_IN_ERROR}),
    S.NOTED: frozenset({S.ACCEPTED, S.CLOSED, S.DISCUSSED, S.ENTERED_IN_ERROR}),
    S.DECLINED: frozenset({S.SUBMITTED, S.ENTERED_IN_ERROR}),
    S.CONVERTED: frozenset({S.SUBMITTED, S.ENTERED_IN_ERROR}),
    S.CLOSED: frozenset({S.ENTERED_IN_ERROR}),
    S.WITHDRAWN: frozenset({S.ENTERED_IN_ERROR}),
    S.ENTERED_IN_ERROR: frozenset(),
}

WITH_CARE_TEAM = frozenset({S.DRAFT, S.RETURNED})
TRIAGEABLE = frozenset({S.SUBMITTED, S.ACCEPTED})
_TRIAGED = frozenset({S.ACCEPTED, S.RETURNED, S.CONVERTED})
QUEUE = frozenset({S.SUBMITTED, S.ACCEPTED, S.DEFERRED, S.NOT_DISCUSSED})
WITH_BOARD = QUEUE | {S.SCHEDULED, S.DISCUSSED}
OPEN_TO_EDITS = WITH_CARE_TEAM | QUEUE | {S.SCHEDULED}  # by the care team; later the case is what was discussed
DECIDED = frozenset({S.RECOMMENDED, S.NO_RECOMMENDATION, S.FOLLOWED_UP, S.CLOSED, S.NOTED})
HIDDEN_FROM_BOARD = frozenset({S.DRAFT, S.ENTERED_IN_ERROR})
ENDED = frozenset(state for state, targets in TRANSITIONS.items() if targets <= {S.ENTERED_IN_ERROR})


def is_reversible(before: S, after: S) -> bool:
    """Whether a step of triage has a way back in the table."""
    return after in _TRIAGED and before in TRANSITIONS[after]
