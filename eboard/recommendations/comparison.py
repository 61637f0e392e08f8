"""What differs between what one person typed and what another saved, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from typing import Any

from eboard.core.enums import Labelled
from eboard.core.i18n import gettext as _
from eboard.core.web.templating import day
from eboard.recommendations.draft import FIELDS, Advice, Disagreement, Draft


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of the form: what was typed here, and what was saved elsewhere."""

    field: str
    typed: str
    saved: str


def differences(*, typed: Draft, saved: Draft, kinds: Mapping[str, str]) -> list[Difference]:
    """The fields in which two drafts differ; rows are compared one by one. ``kinds`` are labels by code."""
    found = [
        Difference(name, in_words(getattr(typed, name)), in_words(getattr(saved, name)))
        for name in FIELDS
        if getattr(typed, name) != getattr(saved, name)
    ]
    found += _rows("recommendations", typed.recommendations, saved.recommendations, partial(advice_in_words, kinds))
    return found + _rows("dissents", typed.dissents, saved.dissents, dissent_in_words)


def _rows(name: str, typed: tuple[Any, ...], saved: tuple[Any, ...], worded: Callable[[Any], str]) -> list[Difference]:
    nothing = (None,) * abs(len(typed) - len(saved))
    pairs = zip([*typed, *nothing], [*saved, *nothing], strict=False)
    return [
        Difference(f"{name}-{number}", worded(one) if one else "", worded(other) if other else "")
        for number, (one, other) in enumerate(pairs)
        if one != other
    ]


def in_words(value: Any) -> str:
    """A value as a person reads it; nothing for what was not said."""
    if isinstance(value, Labelled):
        return value.label
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return day(value) if isinstance(value, date) else str(value or "")


def advice_in_words(kinds: Mapping[str, str], advice: Advice) -> str:
    """A recommendation in one line; ``kinds`` are the labels of the pick list."""
    rest = (in_words(getattr(advice, field.name)) for field in fields(Advice) if field.name != "kind")
    return " · ".join(filter(None, (kinds.get(advice.kind or "", advice.kind), *rest)))


def dissent_in_words(dissent: Disagreement) -> str:
    """A dissent in one line, without its name."""
    return " · ".join(filter(None, (dissent.opinion, dissent.reason)))
