"""What the audit says about live rooms."""

from enum import StrEnum


class LiveEvent(StrEnum):
    """What happens in a live room beside the meeting and its outcomes."""

    PEN_TAKEN = "live.pen_taken"
    PEN_ASKED = "live.pen_asked"
    PEN_GIVEN = "live.pen_given"
    CLASHED = "live.clashed"
    CLASH_SETTLED = "live.clash_settled"
