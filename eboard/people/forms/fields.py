"""Pieces that several forms of people share."""

from typing import Any
from uuid import UUID

from wtforms import DateField, Field, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from eboard.core.i18n import lazy as _
from eboard.people.passwords import MOST

ADDRESS_LENGTH = 254  # RFC 5321 section 4.5.3.1.3


class KeyField(HiddenField):
    """The id of a row that was chosen by type-ahead; None while nothing is chosen."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the id; anything else counts as nothing chosen."""
        try:
            self.data = UUID(valuelist[0]) if valuelist and valuelist[0] else None
        except ValueError:
            self.data = None


class DayField(DateField):
    """A calendar day, as browsers send it."""

    data: Any

    def __init__(self, label: Any, validators: Any = None, **options: Any) -> None:
        super().__init__(label, validators, format="%Y-%m-%d", **options)


def new_password() -> tuple[Field, Field]:
    """A password and its repetition."""
    password = PasswordField(_("New password"), [InputRequired(_("Choose a password.")), Length(max=MOST)])
    again = PasswordField(
        _("The same once more"),
        [InputRequired(_("Type the password once more.")), EqualTo("password", _("The two passwords differ."))],
    )
    return password, again
