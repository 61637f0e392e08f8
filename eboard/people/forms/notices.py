"""What a person wants to be told, as a form."""

from babel.support import LazyProxy
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eboard.core.i18n import gettext
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import VersionedForm
from eboard.mail.enums import Delivery, NoticeKind
from eboard.mail.notices import NOTICES, OPTIONAL
from eboard.people.actions.notices import LAST_HOUR, Wishes
from eboard.people.enums import Told


def _choice(kind: NoticeKind) -> RadioField:
    """How messages of one kind may come; a kind that is never in the summary comes by mail or not."""
    ways = NOTICES[kind].choices

    def label(way: Delivery) -> str:
        is_plain = way is Delivery.AT_ONCE and Delivery.DIGEST not in ways
        return gettext("By mail") if is_plain else way.label

    return RadioField(
        LazyProxy(lambda: kind.label, enable_cache=False),
        coerce=Delivery,
        choices=lambda: [(way, label(way)) for way in ways],
        description=NOTICES[kind].meaning,
    )


class NoticesForm(VersionedForm):
    """How invitations come, the hours, and a choice for each kind of message one may do without, named after it."""

    told = RadioField(_("How invitations come"), coerce=Told, choices=Told.choices)
    reminder = _choice(NoticeKind.REMINDER)
    reminder_hours = IntegerField(_("Hours before the meeting"), [Optional()])
    preparation = _choice(NoticeKind.PREPARATION)
    agenda = _choice(NoticeKind.AGENDA)
    forecast = _choice(NoticeKind.FORECAST)
    digest = _choice(NoticeKind.DIGEST)
    digest_hour = SelectField(
        _("At"), coerce=int, choices=[SelectChoice(hour, f"{hour:02}:00") for hour in range(LAST_HOUR + 1)]
    )
    case_date = _choice(NoticeKind.CASE_DATE)
    case_decision = _choice(NoticeKind.CASE_DECISION)
    outcome = _choice(NoticeKind.OUTCOME)
    follow_up = _choice(NoticeKind.FOLLOW_UP)
    fates = _choice(NoticeKind.FATES)
    credit = _choice(NoticeKind.CREDIT)
    material = _choice(NoticeKind.MATERIAL)
    copy = _choice(NoticeKind.COPY)

    def wishes(self) -> Wishes:
        """What was chosen, as a value."""
        return Wishes(
            told=self.told.data,
            reminder_hours=self.reminder_hours.data,
            digest_hour=self.digest_hour.data,
            choices={kind: self[kind].data for kind in OPTIONAL},
        )
