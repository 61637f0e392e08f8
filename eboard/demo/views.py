"""What the demo adds to pages: the offered accounts on the sign-in page."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from eboard.demo.queries import offered_accounts

blueprint = Blueprint("demo", __name__)


@blueprint.app_context_processor
def offer_accounts() -> dict[str, Callable[[], Any]]:
    """Let the sign-in page ask for the accounts; no other page pays for the question."""
    return {"offered_accounts": offered_accounts}
