"""The forms of reports."""

from wtforms import DateField, IntegerField, SelectField
from wtforms.validators import InputRequired

from eboard.boards.enums import TumorSite
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form
from eboard.reports.caseload import ALL_SITES

DAY = _("Enter a day, such as 2026-01-31.")


class PeriodForm(Form):
    """From which day to which, both counted; it is a question and changes nothing."""

    class Meta:
        """It is sent by its address."""

        csrf = False

    first = DateField(_("First day"), validators=[InputRequired(DAY)])
    last = DateField(_("Last day"), validators=[InputRequired(DAY)])


class CaseloadForm(Form):
    """How many analytic cases there were in a year."""

    year = IntegerField(_("Year"), validators=[InputRequired(_("Enter the year."))])
    site = SelectField(_("Site"), choices=lambda: [(ALL_SITES, str(_("All sites together"))), *TumorSite.choices()])
    number = IntegerField(_("Analytic cases"), validators=[InputRequired(_("Enter how many there were."))])
