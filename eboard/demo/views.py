"""What the demo adds to pages: the offered accounts and their codes where one signs in."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint

from eboard.demo.queries import code_of, offered_accounts

blueprint = Blueprint("demo", __name__)


@blueprint.app_context_processor
def offer_accounts() -> dict[str, Callable[..., Any]]:
    """Let the pages of signing in ask for the accounts and their codes; no other page pays for the question."""
    return {"offered_accounts": offered_accounts, "demo_code": code_of}
