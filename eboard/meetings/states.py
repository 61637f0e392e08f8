"""The one table of a meeting's moves."""

from collections.abc import Mapping

from eboard.meetings.enums import MeetingState as S

TRANSITIONS: Mapping[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.PUBLISHED, S.CANCELLED}),
    S.PUBLISHED: frozenset({S.LIVE, S.CANCELLED}),
    S.LIVE: frozenset({S.CONCLUDED}),
    S.CONCLUDED: frozenset(),
    S.CANCELLED: frozenset({S.PUBLISHED}),
}
