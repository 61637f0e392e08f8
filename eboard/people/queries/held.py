"""Where what was typed into an expired session is kept."""

from uuid import UUID

from eboard.core.crypto import Place


def place_of(held_id: UUID) -> Place:
    """Where a kept form is sealed for."""
    return Place(label="held_form", version=1, row_id=held_id)
