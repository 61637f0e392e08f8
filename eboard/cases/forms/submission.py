"""Submitting: the version that was looked at, and the answer to the privacy guard."""

from wtforms import BooleanField

from eboard.core.i18n import lazy as _
from eboard.core.web import Form
from eboard.core.web.forms import VersionField


class SubmitForm(Form):
    """The form under the summary."""

    version = VersionField()
    is_confirmed = BooleanField(_("I looked at it: none of this tells who the patient is"))
