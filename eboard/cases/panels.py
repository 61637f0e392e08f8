"""Where other packages add panels to the case page.

A module of views registers a function with `panel`; it gets the case and what the person may do, and returns the values
of its template, or None to show nothing.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from eboard.cases.models import Case

Provide = Callable[[Case, Collection[str]], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    """A template with the function that gives its values; lower ``order`` stands higher on the page."""

    template: str
    order: int
    provide: Provide


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel with its values."""

    template: str
    values: Mapping[str, Any]


_panels: dict[str, Panel] = {}


def panel(template: str, *, order: int) -> Callable[[Provide], Provide]:
    """Register a function as the source of a panel on the case page."""

    def register(provide: Provide) -> Provide:
        _panels[template] = Panel(template, order, provide)
        return provide

    return register


def panels_for(case: Case, may: Collection[str]) -> list[Shown]:
    """The panels of a case in their order; inside the template, ``data`` holds its values."""
    found = ((entry, entry.provide(case, may)) for entry in sorted(_panels.values(), key=lambda entry: entry.order))
    return [Shown(entry.template, values) for entry, values in found if values is not None]
