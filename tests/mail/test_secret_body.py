"""A message without a secret has no body to be made."""

from flask import Flask

from eboard.mail.actions.queueing import secret_body
from eboard.mail.models import OutboxMessage


def test_a_message_without_a_secret_makes_none(ctx: Flask) -> None:
    assert secret_body(OutboxMessage()) is None
