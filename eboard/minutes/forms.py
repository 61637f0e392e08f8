"""The form that keeps minutes."""

from wtforms import TextAreaField
from wtforms.validators import Length

from eboard.core.i18n import lazy as _
from eboard.core.web.forms import Form, strip


class KeepForm(Form):
    """Why minutes are corrected; nothing for the first version."""

    reason = TextAreaField(_("Why they are corrected"), [Length(max=1000)], filters=[strip], default="")
