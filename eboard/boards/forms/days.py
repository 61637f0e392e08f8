"""A field for several numbers of days."""

from typing import Any

from wtforms import StringField

from eboard.core.i18n import gettext as _


class DaysField(StringField):
    """Whole numbers with commas or blanks between them; each counts once, the highest first."""

    data: Any

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else worded(self.data or [])

    def process_formdata(self, valuelist: list[str]) -> None:
        """Parse the numbers; raises ValueError for a text that holds something else."""
        words = " ".join(valuelist).replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() for word in words):
            raise ValueError(_("Enter the days as numbers with commas between them, for example 7, 2."))
        self.data = sorted({int(word) for word in words}, reverse=True)


def worded(days: list[int]) -> str:
    """Days as they are typed."""
    return ", ".join(str(one) for one in days)
