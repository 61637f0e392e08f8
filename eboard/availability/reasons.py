"""Why a slot stands where it stands, in short sentences."""

from collections.abc import Sequence

from eboard.availability.burden import points
from eboard.availability.enums import Availability
from eboard.availability.slots import Slot, Standing
from eboard.core.i18n import gettext as _
from eboard.core.i18n import ngettext

NAMED = 3  # people named before the rest is counted


def reasons(slot: Slot) -> list[str]:
    """Who cannot come, who may be busy, and what the hour asks of people."""
    return [*_missing(slot), *_tentative(slot), _hours(slot)]


def _missing(slot: Slot) -> list[str]:
    if not slot.missing:
        return [ngettext("%(n)s person can come.", "All %(n)s people can come.", len(slot.standings))]
    required = [one for one in slot.missing if one.attendee.is_required]
    optional = [one for one in slot.missing if not one.attendee.is_required]
    if not required:
        return [_("All required people can come; not: %(names)s.", names=_names(optional))]
    found = [_("Required and missing: %(names)s.", names=_names(required))]
    return [*found, _("Optional and missing: %(names)s.", names=_names(optional))] if optional else found


def _tentative(slot: Slot) -> list[str]:
    unsure = [one for one in slot.standings if one.availability is Availability.TENTATIVE]
    return [_("Perhaps busy: %(names)s.", names=_names(unsure))] if unsure else []


def _hours(slot: Slot) -> str:
    burdened = [one for one in slot.coming if one.burden]
    if not burdened:
        return _("It lies within working hours for everybody who can come.")
    worst = max(burdened, key=lambda one: one.burden)
    return _(
        "Burden %(total)s, most for %(name)s: %(time)s (%(word)s).",
        total=points(sum(one.burden for one in burdened)),
        name=worst.attendee.name,
        time=f"{worst.starts:%H:%M}",
        word=worst.strain.availability.label.lower(),
    )


def _names(people: Sequence[Standing]) -> str:
    shown = ", ".join(one.attendee.name for one in people[:NAMED])
    rest = len(people) - NAMED
    return ngettext("%(shown)s and %(n)s more", "%(shown)s and %(n)s more", rest, shown=shown) if rest > 0 else shown
