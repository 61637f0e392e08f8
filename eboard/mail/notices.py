"""What each kind of message is for, and the choices people have about it: the one table that says what may be muted."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.core.i18n import lazy as _
from eboard.mail.enums import Delivery, NoticeKind

PAGE = "/account/notices"  # where people choose


@dataclass(frozen=True, slots=True)
class Notice:
    """A kind of message: one sentence about it, and how it may reach people; without choices it is always sent."""

    meaning: LazyProxy
    choices: tuple[Delivery, ...] = ()

    @property
    def is_optional(self) -> bool:
        """Whether people may do without it."""
        return bool(self.choices)


_ON_OR_OFF = (Delivery.AT_ONCE, Delivery.OFF)
_ALSO_LATER = (Delivery.AT_ONCE, Delivery.DIGEST, Delivery.OFF)

NOTICES: Mapping[NoticeKind, Notice] = {
    NoticeKind.ACCOUNT: Notice(_("Without it you could not notice that somebody else uses your account.")),
    NoticeKind.ADMINISTRATION: Notice(_("Others could not meet, or be reached, until you act.")),
    NoticeKind.INVITATION: Notice(
        _("Who was asked by mail hears of each change; the calendar would be wrong otherwise.")
    ),
    NoticeKind.ASKING: Notice(_("At most twice for each invitation, and never once you have answered.")),
    NoticeKind.CASE_WAITS: Notice(_("The case stands still until somebody of its care team acts.")),
    NoticeKind.SAFETY: Notice(_("A patient may be treated by something that is no longer true.")),
    NoticeKind.SHARING: Notice(_("Who shares a case, and who shared one, must know when that changes.")),
    NoticeKind.SIGNATURE: Notice(_("The care team waits for the recommendation.")),
    NoticeKind.REVIEW: Notice(_("Once a day, to auditors, and only while nobody has looked.")),
    NoticeKind.REMINDER: Notice(_("Time, place, join address and what to prepare."), _ON_OR_OFF),
    NoticeKind.FORECAST: Notice(
        _("On the days its board set before a meeting you coordinate, and only if something may be missing."),
        _ON_OR_OFF,
    ),
    NoticeKind.PREPARATION: Notice(
        _("When the list of a meeting closes: how much you prepare, or what is still missing."), _ON_OR_OFF
    ),
    NoticeKind.AGENDA: Notice(
        _("You are needed in a meeting at other minutes than you were told, or not any more."), _ON_OR_OFF
    ),
    NoticeKind.DIGEST: Notice(_("Once on each working day, and only if something changed."), _ON_OR_OFF),
    NoticeKind.CASE_DATE: Notice(_("A case of yours is on an agenda, has moved or was taken off."), _ALSO_LATER),
    NoticeKind.CASE_DECISION: Notice(_("A board accepted, noted, declined or handed on a case of yours."), _ALSO_LATER),
    NoticeKind.OUTCOME: Notice(_("A letter is ready to read, or a case was not discussed."), _ALSO_LATER),
    NoticeKind.FOLLOW_UP: Notice(_("Once a week at most, to the care team, while answers are due."), _ON_OR_OFF),
    NoticeKind.FATES: Notice(_("Once a month, to those on a panel, and only if somebody answered."), _ON_OR_OFF),
    NoticeKind.CREDIT: Notice(
        _("Once a year for each series that gives credit, a week before its next meeting, if you have not disclosed."),
        _ON_OR_OFF,
    ),
    NoticeKind.MATERIAL: Notice(_("On the day you were to be reminded of a material."), _ON_OR_OFF),
    NoticeKind.COPY: Notice(_("Invitations, changes, cancellations and reminders of those who named you."), _ON_OR_OFF),
}
OPTIONAL: tuple[NoticeKind, ...] = tuple(kind for kind, notice in NOTICES.items() if notice.is_optional)
ALWAYS: tuple[NoticeKind, ...] = tuple(kind for kind, notice in NOTICES.items() if not notice.is_optional)
