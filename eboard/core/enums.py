"""Enums that people see: a stored value, a label in their language, a tone for the badge."""

from enum import StrEnum
from typing import Self

from babel.support import LazyProxy


class Labelled(StrEnum):
    """A StrEnum whose members are written ``value, label, tone``; tones: neutral, accent, ok, warn, late."""

    _label: LazyProxy | str
    tone: str

    def __new__(cls, value: str, label: LazyProxy | str, tone: str = "neutral") -> Self:
        """Make a member that is its value and carries label and tone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member._label = label  # noqa: SLF001 - a member of our own, being made
        member.tone = tone
        return member

    @property
    def label(self) -> str:
        """The word people read, in the language in force."""
        return str(self._label)

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """All members as value and label, for a form's select."""
        return [(member.value, member.label) for member in cls]

    @classmethod
    def of(cls, value: str) -> Self:
        """The member that is stored as ``value``; raises ValueError if there is none."""
        return cls(value)  # type: ignore[call-arg]  # an enum is looked up by its value alone
