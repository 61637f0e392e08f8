"""Setting how long a class is kept."""

from eboard.audit import Actor, record
from eboard.core.db import db, expect_version
from eboard.core.errors import DomainError
from eboard.core.i18n import gettext as _
from eboard.retention.enums import RecordClass, RetentionEvent
from eboard.retention.models import RetentionTerm
from eboard.retention.queries import days_of, set_terms
from eboard.retention.schedule import SCHEDULE


def set_term(*, actor: Actor, kind: RecordClass, days: int, version: int = 0) -> RetentionTerm:
    """Keep a class for so many days from now on; the next run goes by it.

    ``version`` is that of the row that was shown, 0 where there was none. Raises DomainError outside the bounds of the
    schedule.
    """
    term = SCHEDULE[kind]
    if not term.least <= days <= term.most:
        raise DomainError(
            _("Choose between %(least)s and %(most)s days.", least=term.least, most=term.most), field="days"
        )
    before, row = days_of(kind), set_terms().get(kind)
    if row is None:
        row = RetentionTerm(kind=kind)
        db.session.add(row)
    else:
        expect_version(row, version)
    row.days = days
    record(actor=actor, event=RetentionEvent.TERM_CHANGED, subject=row, kind=kind, before=before, days=days)
    return row
