"""Giving a letter to somebody outside, opening it, taking it back."""

from eboard.outside.actions.giving import give_link, revoke_link
from eboard.outside.actions.opening import recall_reader, try_code

__all__ = ["give_link", "recall_reader", "revoke_link", "try_code"]
