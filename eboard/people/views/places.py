"""Where a page goes on to: an address within this site, or the start."""

from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from flask import request

from eboard.core.tokens import new_token
from eboard.core.web import settings
from eboard.people.actions.signin import Origin

START = "/"


def next_place(argument: str = "next") -> str:
    """What an argument says, if it is a path of ours; anything that could lead away means the start."""
    text = request.args.get(argument, START)
    is_ours = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if is_ours else START


def this_place() -> str:
    """The path asked for, with its arguments."""
    return request.full_path.rstrip("?")


def page_before() -> str:
    """The path of the page whose link was followed; the start if it is none of ours."""
    came = urlsplit(request.referrer or "")
    is_ours = came.netloc == request.host
    return urlunsplit(("", "", came.path, came.query, "")) if is_ours else START


def origin() -> Origin:
    """Where this request comes from."""
    return Origin(
        address=request.remote_addr or "",
        browser=request.user_agent.string,
        device=request.cookies.get(device_cookie()) or new_token(),
    )


def device_cookie() -> str:
    """The name of the cookie by which a browser is known again."""
    return "__Host-eboard-device" if settings().is_https else "eboard-device"


def as_id(text: str | None) -> UUID | None:
    """The id that an argument of the address holds; anything else is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
