"""What another site sends or begins in our people's name is refused."""

from flask import current_app, request
from flask_wtf import CSRFProtect
from flask_wtf.csrf import CSRFError

from eboard.core.web.application import SAFE_METHODS
from eboard.core.web.public import is_cookieless

ELSEWHERE = frozenset({"cross-site", "same-site"})


class FormProtection(CSRFProtect):  # type: ignore[misc]  # Flask-WTF has no types
    """Asks a form for its token; what only reads is let through before anything is looked up."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002 - Flask-WTF's signature
        """Refuse a writing request without its token (CSRFError)."""
        if request.method in current_app.config["WTF_CSRF_METHODS"]:
            super().protect(apply_exemptions=apply_exemptions)


def refuse_what_others_began() -> None:
    """Raise CSRFError for a request that a page of another site began, unless somebody follows a link to a page.

    Browsers say so by themselves (W3C Fetch Metadata Request Headers); one that does not is held by cookie and token.
    """
    if request.headers.get("Sec-Fetch-Site") not in ELSEWHERE or request.endpoint == "static":
        return
    if is_cookieless(current_app.view_functions.get(request.endpoint or "")):
        return
    if not (request.method in SAFE_METHODS and _follows_link()):
        raise CSRFError("Another site began it.")


def _follows_link() -> bool:
    return (request.headers.get("Sec-Fetch-Mode"), request.headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
