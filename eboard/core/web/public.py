"""Marks on views.

Open to anybody (every other page needs a sign-in), without cookies, waiting for another system, with an empty form,
asked by nobody, asked every second.
"""

from collections.abc import Callable
from typing import TypeVar

View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Mark a view as open to anybody."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def cookieless(view: View) -> View:
    """Mark a view as open to anybody, and as one that neither reads nor sets a cookie: for programs that fetch it."""
    view.is_cookieless = True  # type: ignore[attr-defined]
    return public(view)


def is_cookieless(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as one without cookies."""
    return getattr(view, "is_cookieless", False)


def is_public(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as open to anybody."""
    return getattr(view, "is_public", False)


def patient(view: View) -> View:
    """Mark a view that waits for another system: it gets no transaction and opens units of work of its own."""
    view.is_patient = True  # type: ignore[attr-defined]
    return view


def is_patient(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as one that opens its own units of work."""
    return getattr(view, "is_patient", False)


def blank(view: View) -> View:
    """Mark a view whose form holds nothing: where it comes too late, there is nothing of it to keep."""
    view.is_blank = True  # type: ignore[attr-defined]
    return view


def is_blank(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as one whose form holds nothing."""
    return getattr(view, "is_blank", False)


def unattended(view: View) -> View:
    """Mark a view that open pages ask by themselves: it is no sign that somebody is there, so a session may end."""
    view.is_unattended = True  # type: ignore[attr-defined]
    return view


def is_unattended(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as one that nobody asks by hand."""
    return getattr(view, "is_unattended", False)


def glancing(view: View) -> View:
    """Mark a view that every open page asks each second: it finds out by a glance who asks and what he or she may."""
    view.is_glancing = True  # type: ignore[attr-defined]
    return unattended(view)


def is_glancing(view: Callable[..., object] | None) -> bool:
    """Whether a view was marked as one that finds out by itself who asks."""
    return getattr(view, "is_glancing", False)
