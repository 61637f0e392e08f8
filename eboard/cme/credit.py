"""From minutes to credit: pure functions. Credits are whole hundredths."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from eboard.cme.enums import EntryReason

HUNDRED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditRule:
    """Each full unit of minutes earns so many hundredths, up to a most per meeting and per activity."""

    unit_minutes: int = 15
    unit_credits: int = 25
    most_per_meeting: int | None = None
    maximum: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What one person earned in one meeting, and why it is that much."""

    minutes: int
    credits: int
    reason: EntryReason


def earned(rule: CreditRule, minutes: int, *, has_disclosed: bool) -> Earned:
    """The credit of whole minutes of presence; none without the disclosure that is demanded."""
    if not has_disclosed:
        return Earned(minutes, 0, EntryReason.NO_DISCLOSURE)
    found = minutes // rule.unit_minutes * rule.unit_credits
    if rule.most_per_meeting is not None:
        found = min(found, rule.most_per_meeting)
    return Earned(minutes, found, EntryReason.COUNTED if found else EntryReason.TOO_SHORT)


def total(rule: CreditRule, credits_earned: Iterable[int]) -> int:
    """What several meetings of one activity add up to for one person."""
    return min(sum(credits_earned), rule.maximum)


def credit_text(hundredths: int) -> str:
    """Hundredths as they are read: 625 is “6.25”, 600 is “6”, 650 is “6.5”."""
    whole, rest = divmod(hundredths, HUNDRED)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def hundredths(credit: Decimal | None) -> int | None:
    """Credits as whole hundredths, rounded down."""
    return None if credit is None else int(credit * HUNDRED)
