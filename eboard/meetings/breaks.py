"""The break of a long meeting: decisions are worse in its second half, and a short break restores them.

Source: BMJ Open 2019 9:e027303. The length and the hour are the network's.
"""

OVER = 75  # meetings of more minutes have a break
AFTER = 60  # minutes of discussion, at the latest
MINUTES = 10


def has_break(minutes: int) -> bool:
    """Whether a meeting of this length has a break."""
    return minutes > OVER


def time_for_cases(minutes: int) -> int:
    """What a meeting of this length leaves for its cases, in minutes."""
    return minutes - MINUTES * has_break(minutes)


def begins(meeting_minutes: int, before: int, minutes: int) -> int:
    """The minute at which a case of a meeting begins that has ``before`` minutes of cases before it.

    The break comes before the first case that would end after the first hour.
    """
    comes_later = has_break(meeting_minutes) and before + minutes > AFTER
    return before + MINUTES * comes_later
