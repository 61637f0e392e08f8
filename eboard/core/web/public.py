"""Pages that need no sign-in. Every other page does: the application denies by default."""

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
