"""THE schedule: how long each class is kept, from which moment, within which bounds, and who says so."""

from collections.abc import Mapping
from dataclasses import dataclass

from babel.support import LazyProxy

from eboard.core.i18n import lazy as _
from eboard.retention.enums import RecordClass as C

YEAR = 366  # days, so that a year of six or ten of them is never cut short
SIX_YEARS, THIRTY_YEARS = 2192, 30 * YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A rule, in days; the network may set any number of days between ``least`` and ``most``."""

    usual: int
    least: int
    most: int
    what: LazyProxy
    since: LazyProxy
    source: LazyProxy

    @property
    def is_fixed(self) -> bool:
        """Whether there is nothing to choose."""
        return self.least == self.most


SCHEDULE: Mapping[C, Term] = {
    C.DRAFTS: Term(
        usual=YEAR,
        least=90,
        most=3 * YEAR,
        what=_("Nominations that were never submitted, with identity, materials and files."),
        since=_("the last change of the draft"),
        source=_("Data minimisation, GDPR article 5(1)(e); the patient's record is in the hospital's own system."),
    ),
    C.ATTACHMENTS: Term(
        usual=2 * YEAR,
        least=180,
        most=THIRTY_YEARS,
        what=_("Copies of files, once the case is decided, declined, withdrawn or closed. The outcome stays."),
        since=_("the day the case came into its last state"),
        source=_("GDPR article 5(1)(e). The originals are kept by the nominating hospital, under its own law."),
    ),
    C.MAIL_TEXTS: Term(
        usual=30,
        least=7,
        most=YEAR,
        what=_("What a settled message said. Its line in the outbox stays."),
        since=_("the day the message was settled"),
        source=_("Needed until nobody asks what a message said; a rule of eBoard."),
    ),
    C.MAIL: Term(
        usual=3 * YEAR,
        least=2 * YEAR,
        most=10 * YEAR,
        what=_("To whom a message went, when and under which subject."),
        since=_("the day it was sent, or written if it never was"),
        source=_(
            "Invitations to a meeting that is not over stay, however old: so it can be taken back. A rule of eBoard."
        ),
    ),
    C.PARKED_MAIL: Term(
        usual=30,
        least=7,
        most=180,
        what=_("Answers by mail, parked or not. What they said is in the invitation."),
        since=_("the day it came in"),
        source=_("Needed until somebody has looked at it; a rule of eBoard."),
    ),
    C.BUSY_TIMES: Term(
        usual=7,
        least=1,
        most=90,
        what=_("Taken hours of published calendars, without titles."),
        since=_("the end of the hours"),
        source=_("GDPR article 5(1)(e): past hours help nobody to find a time."),
    ),
    C.ABSENCES: Term(
        usual=2 * YEAR,
        least=90,
        most=5 * YEAR,
        what=_("Days on which somebody was away, and who stood in."),
        since=_("the last day"),
        source=_("Reports of attendance look a year back; a rule of eBoard."),
    ),
    C.SIGN_INS: Term(
        usual=30,
        least=1,
        most=YEAR,
        what=_("Where somebody was signed in, with address and browser. The audit keeps that it happened."),
        since=_("the end of the sign-in"),
        source=_("GDPR article 5(1)(e); long enough for a question of its person."),
    ),
    C.DEVICES: Term(
        usual=365,
        least=30,
        most=2 * YEAR,
        what=_("Browsers in which somebody signed in, so that a new one is told by mail."),
        since=_("the last sign-in with it"),
        source=_("Needed to tell of a new browser; a rule of eBoard."),
    ),
    C.LINKS: Term(
        usual=30,
        least=1,
        most=YEAR,
        what=_("Links by mail that worked once, such as for a new password."),
        since=_("their end"),
        source=_("Needed to say that a link is over; a rule of eBoard."),
    ),
    C.OUTSIDE_LINKS: Term(
        usual=SIX_YEARS,
        least=SIX_YEARS,
        most=THIRTY_YEARS,
        what=_("To which doctor outside the network a letter was given, and whether it was read."),
        since=_("the end of the link"),
        source=_("Accounting of disclosures, 45 CFR 164.528(a)(1): six years."),
    ),
    C.CREDIT: Term(
        usual=SIX_YEARS,
        least=SIX_YEARS,
        most=15 * YEAR,
        what=_("Ledger, certificates and evaluations of an activity."),
        since=_("the end of its year"),
        source=_("ACCME: each learner's participation for six years."),
    ),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Something no run deletes: what, how long, and who says so."""

    what: LazyProxy
    how_long: LazyProxy
    source: LazyProxy


KEPT: tuple[Kept, ...] = (
    Kept(
        _("Signed outcomes and letters, minutes, and the cases they are about"),
        _("For good; eBoard deletes none of them."),
        _(
            "Medical records: ten years in Germany (BGB § 630f), five at hospitals of Medicare (42 CFR 482.24(b)(1)),"
            " 25 in the Emirates (Federal Law 2/2019). The longest of a network counts."
        ),
    ),
    Kept(
        _("The audit, and the index of who saw which case"),
        _("Six years at least; nothing deletes an entry at any age."),
        _("45 CFR 164.316(b)(2)(i). A chain that loses its beginning proves less."),
    ),
    Kept(
        _("Deletion records and legal holds"),
        _("For good."),
        _("They are what proves that the rules were kept."),
    ),
    Kept(
        _("Files that somebody removed from a case"),
        _("Ten minutes, unless a hold lies on them."),
        _("Whoever removes a file wants it gone; its line stays as a trace, without its name."),
    ),
    Kept(
        _("Files of imports"),
        _("Not at all: they are read where they lie."),
        _("eBoard makes no copy of them."),
    ),
    Kept(
        _("Logs of the application"),
        _("As the server rotates them; 90 days are advised."),
        _("They hold no names and no patient data. docs/deployment.md says how."),
    ),
    Kept(
        _("Backups"),
        _("As the server deletes them; 35 days are advised."),
        _("What was deleted here is in older backups until they go, too."),
    ),
)
