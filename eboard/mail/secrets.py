"""Mail with a secret in it, such as a one-time link: rendered when it is sent, so that the secret is stored nowhere."""

from collections.abc import Callable
from uuid import UUID

from eboard.mail.message import Message

# Makes the secret of a row, stores its hash, and returns the message; None when the row no longer wants to be sent.
Renderer = Callable[[UUID], Message | None]

_renderers: dict[str, Renderer] = {}


def secret_renderer(kind: str) -> Callable[[Renderer], Renderer]:
    """Register the function that renders messages of ``kind``; it runs inside the unit of work of the delivery."""

    def register(render: Renderer) -> Renderer:
        _renderers[kind] = render
        return render

    return register


def render_secret(kind: str, row_id: UUID) -> Message | None:
    """The message of a row, with a fresh secret; None when it must not be sent any more."""
    return _renderers[kind](row_id)
