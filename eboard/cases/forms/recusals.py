"""The form with which somebody says that he or she takes no part."""

from wtforms import StringField
from wtforms.validators import Length

from eboard.cases.actions.recusals import LONGEST_REASON
from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip


class RecusalForm(Form):
    """Why, in a few words; it may stay empty."""

    reason = StringField(_("Why"), [Length(max=LONGEST_REASON)], filters=[strip])
