"""Where a page goes on to: an address within this site, or the start."""

from urllib.parse import urlsplit

from flask import request

START = "/"


def next_place() -> str:
    """What the argument ``next`` says, if it is a path of ours; anything that could lead away means the start."""
    text = request.args.get("next", START)
    parts = urlsplit(text)
    is_ours = text.startswith("/") and not text.startswith("//") and not parts.scheme and not parts.netloc
    return text if is_ours and "\\" not in text and text.isprintable() else START
